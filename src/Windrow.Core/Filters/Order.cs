namespace Windrow.Core.Filters;

/// <summary>How one value stands to another.</summary>
internal enum Order : byte
{
    Less,
    Equal,
    Greater,

    /// <summary>One of them is not a number in the sense of IEEE 754: nothing holds but "not equal".</summary>
    Unordered,

    /// <summary>They are of types that cannot be compared.</summary>
    None,
}
