using Windrow.Core.Deliveries;
using Windrow.Core.State;

namespace Windrow.Core.Stages.Durable;

/// <summary>Takes a row whose message is done out of the store, or all of it but its id.</summary>
internal sealed class DequeueWrite(DurableQueue queue, DurableRow row, Delivery? delivery, ReplayGuard? guard) : StateWrite
{
    private bool _isHeld;

    public override bool MakesRoom => true;

    public override void Apply(IStateTransaction transaction)
    {
        // Here, in the order of the store: whoever brings the message again before this finds its row.
        _isHeld = !transaction.MustMakeRoom && guard?.Holds(row.Id, row.Sequence) == true;
        if (_isHeld)
            transaction.MarkDone(queue.Number, row.Sequence);
        else
            transaction.Dequeue(queue.Number, row.Sequence);
    }

    public override void Completed(StateException? failure)
    {
        if (failure is null && _isHeld)
            queue.ForgetInTime(row, delivery);
        else if (failure is null)
            delivery?.Close();
        queue.Removed(row.Sequence, failure);
    }
}
