namespace Windrow.Fields.Encode.Drafts;

/// <summary>How a key is set on a message.</summary>
internal enum SettingKind : byte
{
    /// <summary>An unknown or read-only key is an error.</summary>
    Required,

    /// <summary>A key that the message does not have is left out.</summary>
    Known,

    /// <summary>As <see cref="Known"/>, and a key that only follows from others is left out as well.</summary>
    Hint,

    /// <summary>No key: the product becomes one over an interval of time (GRIB2).</summary>
    Interval,

    /// <summary>No key: the product becomes one of an ensemble member (GRIB2).</summary>
    Ensemble,

    /// <summary>No key: the message gets ECMWF's local section with the MARS keys when it has none.</summary>
    Local,
}
