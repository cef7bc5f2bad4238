namespace Windrow.Core.Sources;

/// <summary>Holds somebody back until it is ended. For any threads.</summary>
internal sealed class Pause
{
    private readonly Lock _lock = new();
    private TaskCompletionSource? _end;

    public bool IsOn => Volatile.Read(ref _end) is not null;

    /// <summary>Completes when there is no pause.</summary>
    public Task Ended
    {
        get
        {
            lock (_lock)
                return _end?.Task ?? Task.CompletedTask;
        }
    }

    public void Set(bool on)
    {
        TaskCompletionSource? ended = null;
        lock (_lock)
        {
            if (on)
                _end ??= new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            else
                (ended, _end) = (_end, null);
        }

        ended?.SetResult();
    }
}
