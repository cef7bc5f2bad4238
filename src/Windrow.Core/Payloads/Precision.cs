namespace Windrow.Core.Payloads;

/// <summary>The width of a field's values in memory.</summary>
public enum Precision : byte
{
    /// <summary>IEEE 754 binary64.</summary>
    Double,

    /// <summary>IEEE 754 binary32; never widened in memory.</summary>
    Single,
}
