namespace Windrow.Core.Sources;

/// <summary>How many deliveries a source may have open at once, in count and bytes.</summary>
internal sealed class SourceCredit(long maximumCount, long maximumBytes)
{
    private readonly Lock _lock = new();
    private long _count;
    private long _bytes;
    private TaskCompletionSource? _waiting;

    public long Count => Volatile.Read(ref _count);

    public bool IsSpent => Volatile.Read(ref _count) >= maximumCount || Volatile.Read(ref _bytes) >= maximumBytes;

    /// <summary>Completes when there is credit again.</summary>
    public Task Available
    {
        get
        {
            lock (_lock)
            {
                if (!IsSpent)
                    return Task.CompletedTask;
                _waiting ??= new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
                return _waiting.Task;
            }
        }
    }

    public void Spend(long bytes)
    {
        Interlocked.Increment(ref _count);
        Interlocked.Add(ref _bytes, bytes);
    }

    public void GiveBack(long bytes)
    {
        Interlocked.Decrement(ref _count);
        GiveBackBytes(bytes);
    }

    public void GiveBackBytes(long bytes)
    {
        Interlocked.Add(ref _bytes, -bytes);
        if (Volatile.Read(ref _waiting) is null || IsSpent)
            return;
        TaskCompletionSource? waiting;
        lock (_lock)
            (waiting, _waiting) = (_waiting, null);
        waiting?.SetResult();
    }
}
