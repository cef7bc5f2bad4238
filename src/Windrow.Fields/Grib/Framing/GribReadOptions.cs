namespace Windrow.Fields.Grib.Framing;

/// <summary>Limits of reading GRIB from a stream.</summary>
public sealed record GribReadOptions
{
    /// <summary>The default limits.</summary>
    public static GribReadOptions Default { get; } = new();

    /// <summary>The longest message that is accepted, in octets. Default: as long as an array can be, just under 2 GiB.</summary>
    public int MaxMessageLength { get; init; } = Array.MaxLength;

    /// <summary>The size of the read window, in octets. It grows only while a message that is longer truly arrives.</summary>
    public int WindowLength { get; init; } = 1 << 18;

    /// <summary>How many defects are described between two messages; further ones are only counted.</summary>
    public int DefectsPerGap { get; init; } = 16;

    /// <summary>How many damaged messages of one input are reported one by one; the others are counted in one report.</summary>
    public int RejectsPerInput { get; init; } = 100;
}
