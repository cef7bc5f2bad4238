namespace Windrow.Core.State;

/// <summary>A change that somebody waits for, as it has to be durable before the next step. Never from the store's own thread.</summary>
public sealed class AwaitedWrite(System.Action<IStateTransaction> change, bool makesRoom = false) : StateWrite
{
    private readonly TaskCompletionSource<StateException?> _done = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public override bool MakesRoom => makesRoom;

    public override void Apply(IStateTransaction transaction) => change(transaction);

    public override void Completed(StateException? failure) => _done.SetResult(failure);

    /// <exception cref="StateException">The change could not be made.</exception>
    public void Wait()
    {
        if (_done.Task.GetAwaiter().GetResult() is { } failure)
            throw failure;
    }
}
