namespace Windrow.Maps.Rendering.Workers;

/// <summary>What happened to workers, for reports and tests.</summary>
internal sealed class WorkerCounts
{
    private int _started;
    private int _recycled;
    private int _lost;

    public int Started => Volatile.Read(ref _started);

    /// <summary>Replaced for their number of orders or their memory.</summary>
    public int Recycled => Volatile.Read(ref _recycled);

    /// <summary>That died or were killed while they drew.</summary>
    public int Lost => Volatile.Read(ref _lost);

    public void AddStarted() => Interlocked.Increment(ref _started);

    public void AddRecycled() => Interlocked.Increment(ref _recycled);

    public void AddLost() => Interlocked.Increment(ref _lost);
}
