namespace Windrow.Fields.Cubes;

/// <summary>The precision of the values in a file.</summary>
public enum CubePrecision : byte
{
    /// <summary>That of the fields; decoded GRIB messages are in double.</summary>
    AsGiven,

    Single,

    Double,
}
