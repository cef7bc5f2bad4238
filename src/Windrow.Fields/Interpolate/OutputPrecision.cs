namespace Windrow.Fields.Interpolate;

/// <summary>The precision of interpolated fields.</summary>
public enum OutputPrecision : byte
{
    /// <summary>Double precision, whatever the field has: as multio.</summary>
    Double,

    Single,

    /// <summary>That of the field.</summary>
    Keep,
}
