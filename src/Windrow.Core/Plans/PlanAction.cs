using Windrow.Core.Binary;
using Windrow.Core.Checkpoints;
using Windrow.Core.Messages;
using Windrow.Core.Stages;

namespace Windrow.Core.Plans;

/// <summary>
/// One step of a plan: it takes a message and emits none, one or several. A sink is an action whose messages end in an
/// effect.
/// </summary>
/// <remarks>
/// The contract. For every message the action does exactly one of: <see cref="Output.Emit"/> it, or settle it with
/// <see cref="Output.Drop"/>, <see cref="Output.Deliver"/> or <see cref="Output.Absorb"/>, or <see cref="Output.Fail"/>
/// it, or <see cref="Output.Hold"/> it and settle it later. New messages are made by <see cref="Output.Child"/> and
/// emitted before their parent is settled. An action that fails leaves the message as it was, since it will be tried
/// again. An exception is taken as a failure of the message; see <see cref="Errors.Failure.From"/>.
/// </remarks>
public abstract class PlanAction
{
    /// <summary>True: several threads may call <see cref="Process"/> at the same time. False (the default): the engine never does.</summary>
    public virtual bool IsConcurrent => false;

    /// <summary>True: the action waits for the outside, so a stage is put in front of it even where the plan names none.</summary>
    public virtual bool Waits => false;

    /// <summary>How many threads work on the stage that is put in front where the plan names none; more than one do not keep order, and need <see cref="IsConcurrent"/>.</summary>
    public virtual int Workers => 1;

    /// <summary>The kind of queue of the stage that is put in front where the plan names none; in a flow without state it is in memory all the same.</summary>
    public virtual QueueKind Queue => QueueKind.Memory;

    /// <summary>
    /// True: <see cref="PeakMemory"/> says how much memory the action needs. In a flow with a budget of memory it has a stage in front then, where messages
    /// wait until that much is free.
    /// </summary>
    public virtual bool HasPeakMemory => false;

    /// <summary>
    /// The most memory that the action needs while it works on a message, in bytes, beside the message itself: for itself and for the processes that it
    /// starts. Asked before <see cref="Process"/>, by several threads at the same time; nothing may be decoded for it.
    /// </summary>
    public virtual long PeakMemory(Message message) => 0;

    /// <summary>True: a sink that adds to the files that are there, and never begins one anew.</summary>
    public virtual bool AddsToFiles => false;

    /// <summary>True: a sink. A plan needs one at its end, and nothing may follow it but where it <see cref="PassesOn"/>.</summary>
    public virtual bool IsTerminal => false;

    /// <summary>
    /// True: a sink that may stand in the midst of a plan. There (<see cref="ActionContext.IsFollowed"/>) it emits what it has made durable, and does not deliver it.
    /// </summary>
    public virtual bool PassesOn => false;

    /// <summary>True while the action holds state that would be lost if it ended now; a reload that would lose it is refused.</summary>
    public virtual bool HasOpenState => false;

    /// <summary>
    /// True: a fold whose state goes into the state store through checkpoints. What it absorbs is settled when a checkpoint
    /// has made the state durable, and a message that it has absorbed is kept from it when it comes again.
    /// </summary>
    public virtual bool Checkpoints => false;

    /// <summary>
    /// Whether what the action gathers is what all processes of the flow gather, where these have their state in one database: always, so without that it is of no
    /// use (true), never (false, the default), or wherever that is so (null).
    /// </summary>
    public virtual bool? SharesState => false;

    /// <summary>Puts what has changed since the last checkpoint into the state. Called when no message is under way in the segment.</summary>
    public virtual void Save(FoldState state)
    {
    }

    /// <summary>Takes back a piece of the state that an earlier run saved. Called for each before the first message.</summary>
    /// <exception cref="CorruptDataException">The bytes are no state of this action.</exception>
    public virtual void Restore(string key, ReadOnlySpan<byte> state, StoredFormats formats)
    {
    }

    /// <summary>Called once before the first message.</summary>
    public virtual void Start(ActionContext context)
    {
    }

    /// <summary>
    /// Called once behind <see cref="Restore"/>, also where there was nothing to restore: takes up what the processes of the flow have in common.
    /// </summary>
    /// <param name="discard">Whether what is there is given up.</param>
    /// <exception cref="State.StateException">What is there does not fit.</exception>
    public virtual void TakeUp(bool discard)
    {
    }

    /// <summary>
    /// Called once when the plan begins to run: what earlier runs kept was given back to all actions, so whatever has to go on may go on.
    /// Before any message of the flow; only of a plan that takes the place of another in a running flow messages may come before, as that one
    /// has to end first.
    /// </summary>
    public virtual void Open()
    {
    }

    public abstract void Process(Message message, Output output);

    /// <summary>True: <see cref="LookAhead"/> is called. Only for an action behind a stage.</summary>
    public virtual bool LooksAhead => false;

    /// <summary>
    /// The messages that a worker took along, before the first of them is processed: an action that has them worked on elsewhere may begin, and
    /// <see cref="Process"/> waits for the answer. Each comes to <see cref="Process"/> as ever, in this order, but perhaps much later, when one
    /// before it has to be tried again; or never, when the flow ends. They are not the action's before.
    /// </summary>
    public virtual void LookAhead(ReadOnlySpan<Message> messages)
    {
    }

    /// <summary>
    /// The messages that the worker took along are worked off: the moment to do for many at once what costs as much for
    /// one, such as making files durable.
    /// </summary>
    /// <param name="more">Whether others wait already.</param>
    public virtual void EndBatch(bool more, Output output)
    {
    }

    /// <summary>A barrier has come: make durable what came before it, then pass it on. Called when no other message is under way in this segment.</summary>
    public virtual void Flush(Message flush, Output output)
    {
        if (IsTerminal)
            output.Deliver(flush);
        else
            output.Emit(flush);
    }

    /// <summary>The action threw: make it usable again, for instance by opening a connection anew.</summary>
    public virtual void Recover(Exception fault)
    {
    }

    /// <summary>
    /// Whether a kept piece may be forgotten when the action comes back with another configuration: it is no work under way. A
    /// start with pieces that may not is refused.
    /// </summary>
    public virtual bool MayForget(string key, ReadOnlySpan<byte> state) => false;

    /// <summary>Whether what is open may go over to another instance at a checkpoint, as the action does nothing by itself between two messages.</summary>
    public virtual bool HandsOver => true;

    /// <summary>Called once after the last message.</summary>
    public virtual void Close()
    {
    }
}
