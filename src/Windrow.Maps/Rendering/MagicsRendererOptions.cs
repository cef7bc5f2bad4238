namespace Windrow.Maps.Rendering;

/// <summary>How <see cref="MagicsRenderer"/> works.</summary>
public sealed record MagicsRendererOptions
{
    /// <summary>The program of a worker and its arguments: this program with <c>maps worker</c>.</summary>
    public required IReadOnlyList<string> Command { get; init; }

    /// <summary>The folder that Magics takes automatic styles and units from; null: its own.</summary>
    public string? Styles { get; init; }

    /// <summary>How many processes draw at the same time; all cores by default. One order takes about 1.2 of them.</summary>
    public int Workers { get; init; } = Environment.ProcessorCount;

    /// <summary>A worker is replaced when it has drawn so many orders, since Magics loses memory with each.</summary>
    public int RecycleAfter { get; init; } = 32;

    /// <summary>A worker is replaced when it has so many octets in memory after an order. So all workers together take about this times <see cref="Workers"/>, and what one order needs.</summary>
    public long RecycleAboveBytes { get; init; } = 800L << 20;

    /// <summary>How often an order is tried that kills or hangs its worker; 1 for an owner that tries by itself again.</summary>
    public int Attempts { get; init; } = 2;

    /// <summary>A worker that has not drawn an order by then is killed, and the order tried once more.</summary>
    public TimeSpan OrderTimeout { get; init; } = TimeSpan.FromMinutes(2);

    /// <summary>The same for its start.</summary>
    public TimeSpan StartTimeout { get; init; } = TimeSpan.FromMinutes(1);

    /// <summary>Where orders are stored that killed or hung their workers, for <c>windrow maps draw</c>; null: beside their output.</summary>
    public string? FailedOrders { get; init; }
}
