using Windrow.Core.State;

namespace Windrow.Events.Clowder.Serving.Records;

/// <summary>Changes of records on their way into the state.</summary>
internal sealed class DocumentWrite(IReadOnlyDictionary<(string Scope, string Key), byte[]?> changes, Action<IReadOnlyDictionary<(string Scope, string Key), byte[]?>> landed) : StateWrite
{
    private readonly TaskCompletionSource _done = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public Task Done => _done.Task;

    public override void Apply(IStateTransaction transaction)
    {
        foreach (var ((scope, key), value) in changes)
        {
            if (value is null)
                transaction.RemoveItem(scope, key);
            else
                transaction.PutItem(scope, key, value);
        }
    }

    public override void Completed(StateException? failure)
    {
        landed(changes);
        if (failure is null)
        {
            _done.SetResult();
            return;
        }

        _done.SetException(failure);
        _ = _done.Task.Exception; // who does not wait for it hears of it otherwise: the flow stops
    }
}
