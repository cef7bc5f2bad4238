using Windrow.Core.Binary;
using Windrow.Core.Checkpoints;
using Windrow.Core.Deliveries;
using Windrow.Core.Messages;
using Windrow.Core.Plans;

namespace Windrow.FaultHost.Running;

/// <summary>The planted defect: an action that gets messages that owe nothing, as they were settled in front of it.</summary>
internal sealed class EarlySettlement(PlanAction inner, Outcome outcome) : PlanAction
{
    public override bool IsConcurrent => inner.IsConcurrent;

    public override bool Waits => inner.Waits;

    public override bool IsTerminal => inner.IsTerminal;

    public override bool HasOpenState => inner.HasOpenState;

    public override bool Checkpoints => inner.Checkpoints;

    public override void Save(FoldState state) => inner.Save(state);

    public override void Restore(string key, ReadOnlySpan<byte> state, StoredFormats formats) => inner.Restore(key, state, formats);

    public override void Start(ActionContext context) => inner.Start(context);

    public override void Process(Message message, Output output)
    {
        output.Hold(message);
        var unowed = new Message(message.Id, message.Kind, message.Metadata, message.Payload.Add(), null, message.Origin) { Lineage = message.Lineage };
        message.Settle(outcome);
        inner.Process(unowed, output);
    }

    public override void EndBatch(bool more, Output output)
    {
        // What a sink has written is entered late, so that a kill between the two is likely.
        if (outcome != Outcome.Delivered || Random.Shared.Next(20) == 0)
            inner.EndBatch(more, output);
    }

    public override void Flush(Message flush, Output output) => inner.Flush(flush, output);

    public override void Recover(Exception fault) => inner.Recover(fault);

    public override void Close() => inner.Close();
}
