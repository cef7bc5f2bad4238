namespace Windrow.Maps.Inputs.Planning;

/// <summary>What is done with the messages of a planned result; of several ways to the same amount the first of these is taken.</summary>
internal enum DerivationOperation
{
    /// <summary>The derivation's own formula.</summary>
    Compute,

    /// <summary>The one message as it is, but for what its header has to say.</summary>
    Keep,

    /// <summary>The first message minus the second.</summary>
    Difference,

    /// <summary>The sum of all messages.</summary>
    Sum,

    /// <summary>The arithmetic mean of all messages.</summary>
    Mean,
}
