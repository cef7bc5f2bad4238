namespace Windrow.Maps.Orders;

/// <summary>What an input that has come means.</summary>
internal enum Arrival
{
    /// <summary>There was none for the instant.</summary>
    New,

    /// <summary>It takes the place of one by a definition that is preferred less.</summary>
    Better,

    /// <summary>It takes the place of what the same definition has given before.</summary>
    Amended,

    /// <summary>There is one by a definition that is preferred, so nothing changes.</summary>
    Spare,

    /// <summary>The same definition has given one for the instant already, which stays.</summary>
    Duplicate,
}
