namespace Windrow.Core.Configuration;

/// <summary>What a scalar resolves to.</summary>
public enum ScalarKind
{
    Null,
    Boolean,

    /// <summary>A whole number within 64 bits, signed.</summary>
    Integer,

    /// <summary>A double; also a whole number that 64 bits do not hold.</summary>
    Float,
    String,
}
