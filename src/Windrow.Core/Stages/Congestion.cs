namespace Windrow.Core.Stages;

/// <summary>How many stages of a flow are over their caps. While any is, sources take nothing new in.</summary>
internal sealed class Congestion
{
    private readonly Lock _lock = new();
    private int _stages;
    private TaskCompletionSource _relief = Done();

    public bool IsAny => Volatile.Read(ref _stages) > 0;

    /// <summary>Raised with the plan's name when a stage goes over its cap; back-pressure is told, not silent.</summary>
    public event System.Action<string>? Entered;

    /// <summary>Completes when no stage is over its cap.</summary>
    public Task Relieved
    {
        get
        {
            lock (_lock)
                return _relief.Task;
        }
    }

    /// <param name="plan">Null: producers wait for a moment, as they do for a disk all the time, and it is not told.</param>
    public void Enter(string? plan)
    {
        lock (_lock)
        {
            if (_stages++ == 0)
                _relief = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        }

        if (plan is not null)
            Entered?.Invoke(plan);
    }

    public void Leave()
    {
        TaskCompletionSource? relief = null;
        lock (_lock)
        {
            if (--_stages == 0)
                relief = _relief;
        }

        relief?.SetResult();
    }

    private static TaskCompletionSource Done()
    {
        var done = new TaskCompletionSource();
        done.SetResult();
        return done;
    }
}
