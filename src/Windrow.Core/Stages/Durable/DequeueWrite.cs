using Windrow.Core.Deliveries;
using Windrow.Core.State;

namespace Windrow.Core.Stages.Durable;

/// <summary>Takes a row whose message is done out of the store.</summary>
/// <param name="delivery">The queue's own, closed when its message cannot come again; null: the row could not be read.</param>
internal sealed class DequeueWrite(DurableQueue queue, long sequence, Delivery? delivery) : StateWrite
{
    public override bool MakesRoom => true;

    public override void Apply(IStateTransaction transaction) => transaction.Dequeue(queue.Number, sequence);

    public override void Completed(StateException? failure)
    {
        if (failure is null && delivery is not null)
            delivery.IsClosed = true;
        queue.Removed(sequence, failure);
    }
}
