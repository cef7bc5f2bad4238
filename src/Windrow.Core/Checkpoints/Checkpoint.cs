using Windrow.Core.Deliveries;
using Windrow.Core.Messages;
using Windrow.Core.Plans;
using Windrow.Core.State;

namespace Windrow.Core.Checkpoints;

/// <summary>
/// A barrier that goes through a plan and takes the state of every fold along as it passes. When it has left the plan's
/// last sink, everything that was made before it is done, and the states become durable in one transaction; then the
/// deliveries that the folds had absorbed are settled. So a window that a state has closed is with its sink, and a message
/// that a state lacks is still owed. (Aligned checkpoints: Carbone and others, Lightweight Asynchronous Snapshots for
/// Distributed Dataflows, 2015.)
/// </summary>
internal sealed class Checkpoint(FlowStore store, bool everything) : IDeliveryOwner
{
    private readonly Lock _lock = new();
    private readonly List<FoldSnapshot> _snapshots = [];
    private readonly TaskCompletionSource<bool> _done = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private Exception? _failure;

    /// <summary>Completes when the states are durable (true), or the checkpoint came to nothing.</summary>
    public Task<bool> Done => _done.Task;

    /// <summary>Why it came to nothing; null when it did not.</summary>
    public Exception? Failure => _failure;

    /// <summary>The barrier.</summary>
    public Message Barrier(Origin origin)
    {
        var delivery = new Delivery(this, origin, 0, null);
        delivery.Open(1);
        var payload = new CheckpointPayload(this);
        return new Message(origin.Id, MessageKind.Flush, Metadata.From(("flushKind", "checkpoint")), payload, new DeliveryPart(delivery), origin);
    }

    /// <summary>The barrier is at a fold.</summary>
    public void Take(FoldLedger ledger, PlanAction fold)
    {
        if (_failure is not null)
            return;
        try
        {
            var snapshot = ledger.Take(fold, everything);
            lock (_lock)
                _snapshots.Add(snapshot);
        }
        catch (Exception exception)
        {
            // The messages go on; what was absorbed stays owed.
            _failure = exception;
        }
    }

    void IDeliveryOwner.Settled(Delivery delivery)
    {
        if (_failure is null && delivery.Outcome == Outcome.Dead)
            _failure = new IOException("a sink could not make durable what it had written");
        // The barrier itself comes no second time, whatever becomes of the states.
        delivery.Close();
        if (_failure is null && store.IsOpen)
            store.Submit(new Write(this)); // also without folds: what sinks have entered is durable when this is
        else
            End(_failure);
    }

    private void End(Exception? failure)
    {
        _failure = failure;
        foreach (var snapshot in _snapshots)
        {
            if (failure is null)
                snapshot.Done();
            else
                snapshot.Undo();
        }

        _done.SetResult(failure is null);
    }

    private sealed class Write(Checkpoint checkpoint) : StateWrite
    {
        public override void Apply(IStateTransaction transaction)
        {
            foreach (var snapshot in checkpoint._snapshots)
                snapshot.Apply(transaction);
        }

        // Settling may be much work: sources move files, write to brokers. The store's thread is not the place.
        public override void Completed(StateException? failure) =>
            ThreadPool.UnsafeQueueUserWorkItem(static state => state.Checkpoint.End(state.Failure), (Checkpoint: checkpoint, Failure: failure), preferLocal: false);
    }
}
