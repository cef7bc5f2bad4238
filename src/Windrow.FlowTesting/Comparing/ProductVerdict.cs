namespace Windrow.FlowTesting.Comparing;

/// <summary>How a product compares with the one that is there.</summary>
public enum ProductVerdict : byte
{
    /// <summary>Octet for octet.</summary>
    Equal,

    /// <summary>Its values are as near as allowed.</summary>
    Near,

    Different,

    /// <summary>It was not made here.</summary>
    OnlyThere,

    /// <summary>It is not there.</summary>
    OnlyHere,

    /// <summary>It cannot be compared; the text says why.</summary>
    NotCompared,
}
