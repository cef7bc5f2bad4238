using Windrow.Core.State;

namespace Windrow.Testing.States;

/// <summary>A write made of what a test hands it.</summary>
public sealed class Write(System.Action<IStateTransaction> apply, System.Action<StateException?>? completed = null, bool makesRoom = false) : StateWrite
{
    private readonly TaskCompletionSource<StateException?> _done = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _calls;

    /// <summary>The outcome: null when the changes are durable.</summary>
    public Task<StateException?> Done => _done.Task;

    public int Calls => _calls;

    public override bool MakesRoom => makesRoom;

    public override void Apply(IStateTransaction transaction) => apply(transaction);

    public override void Completed(StateException? failure)
    {
        Interlocked.Increment(ref _calls);
        completed?.Invoke(failure);
        _done.TrySetResult(failure);
    }

    /// <summary>Submits it and waits for its outcome.</summary>
    public StateException? To(IStateStore store)
    {
        store.Submit(this);
        return Done.WaitAsync(TimeSpan.FromSeconds(30)).GetAwaiter().GetResult();
    }
}
