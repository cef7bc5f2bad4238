using Windrow.Core.Deliveries;
using Windrow.Core.State;

namespace Windrow.Core.Stages.Durable;

/// <summary>Removes the id of a message that is done and cannot come again.</summary>
internal sealed class ForgetWrite(int queue, DurableRow row, Delivery? delivery) : StateWrite
{
    public override bool MakesRoom => true;

    public override void Apply(IStateTransaction transaction) => transaction.Dequeue(queue, row.Sequence);

    public override void Completed(StateException? failure)
    {
        if (failure is null)
            delivery?.Close();
    }
}
