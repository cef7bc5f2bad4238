namespace Windrow.Exec.Programs;

/// <summary>What a file that a program wrote holds.</summary>
public enum ProductFormat
{
    /// <summary>Bytes: the file is the payload.</summary>
    Bytes,

    /// <summary>GRIB messages, one after the other; each becomes a message.</summary>
    Grib,
}
