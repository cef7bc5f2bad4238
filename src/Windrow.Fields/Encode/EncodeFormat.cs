namespace Windrow.Fields.Encode;

/// <summary>What fields are encoded as.</summary>
public enum EncodeFormat : byte
{
    /// <summary>GRIB messages of edition 1 or 2.</summary>
    Grib,

    /// <summary>The values as they are.</summary>
    Raw,
}
