using Windrow.Core.Binary;
using Windrow.Core.Checkpoints;
using Windrow.Core.Errors;
using Windrow.Core.Messages;
using Windrow.Core.Plans;
using Windrow.Core.Stages;

namespace Windrow.FlowTesting.Running;

/// <summary>An action of a flow under test: what reaches it is noted, it fails where the test says so, and for the rest it is the one within.</summary>
/// <param name="plan">The plan's name.</param>
internal sealed class ObservedAction(PlanAction inner, ActionDefinition definition, string plan, ObservedActions common) : PlanAction
{
    // What speaks to the outside is never let.
    private readonly bool _isTaken = definition.IsOutside;

    public override bool IsConcurrent => inner.IsConcurrent;

    public override bool Waits => inner.Waits;

    public override int Workers => inner.Workers;

    public override QueueKind Queue => inner.Queue;

    public override bool IsTerminal => inner.IsTerminal;

    public override bool HasOpenState => inner.HasOpenState;

    public override bool Checkpoints => !_isTaken && inner.Checkpoints;

    public override bool HandsOver => inner.HandsOver;

    public override void Save(FoldState state) => inner.Save(state);

    public override void Restore(string key, ReadOnlySpan<byte> state, StoredFormats formats) => inner.Restore(key, state, formats);

    public override void TakeUp(bool discard)
    {
        if (!_isTaken)
            inner.TakeUp(discard);
    }

    public override bool MayForget(string key, ReadOnlySpan<byte> state) => inner.MayForget(key, state);

    public override void Start(ActionContext context)
    {
        if (!_isTaken)
            inner.Start(context);
    }

    public override void Open()
    {
        if (!_isTaken)
            inner.Open();
    }

    public override void Process(Message message, Output output)
    {
        if (common.Faults.Next(plan, definition, message) is { } failure)
        {
            // As a plug-in that breaks, so that it has to recover as well.
            if (failure.Class == ErrorClass.Fault)
                throw new InvalidOperationException(failure.Reason);
            output.Fail(message, failure);
            return;
        }

        common.Log?.Add(plan, definition, inner.IsTerminal, message, common.Clock.GetUtcNow());
        if (!_isTaken)
        {
            inner.Process(message, output);
            return;
        }

        common.Taken.Add(plan, definition.Path);
        if (inner.IsTerminal)
            output.Deliver(message);
        else
            output.Emit(message);
    }

    public override void EndBatch(bool more, Output output)
    {
        if (!_isTaken)
            inner.EndBatch(more, output);
    }

    public override void Flush(Message flush, Output output)
    {
        if (!_isTaken)
            inner.Flush(flush, output);
        else
            base.Flush(flush, output);
    }

    public override void Recover(Exception fault)
    {
        if (!_isTaken)
            inner.Recover(fault);
    }

    public override void Close()
    {
        if (!_isTaken)
            inner.Close();
    }
}
