using Windrow.Core.State;

namespace Windrow.Core.Stages.Durable;

/// <summary>Notes that a message failed and when it is tried again, for a process that takes the queue up.</summary>
internal sealed class PostponeWrite(int queue, long sequence, int attempts, DateTimeOffset notBefore) : StateWrite
{
    public override void Apply(IStateTransaction transaction) => transaction.Postpone(queue, sequence, attempts, notBefore);

    public override void Completed(StateException? failure)
    {
    }
}
