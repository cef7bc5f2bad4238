namespace Windrow.Fields.PlanFiles.Servers;

/// <summary>The buffers of a transport.</summary>
/// <param name="Count">How many; null: as many as suit the number of peers.</param>
/// <param name="Size">Bytes of each.</param>
public sealed record BufferPoolSettings(int? Count, long Size)
{
    /// <summary>multio's: 64 MiB.</summary>
    public const long DefaultSize = 64L << 20;
}
