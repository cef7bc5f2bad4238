using Windrow.Core.Binary;
using Windrow.Core.Messages;
using Windrow.Core.State;

namespace Windrow.Core.Stages.Durable;

/// <summary>A message on its way into the store. Used again, with its buffer, once it is written.</summary>
internal sealed class EnqueueWrite(DurableQueue queue) : StateWrite
{
    public ByteWriter Body { get; } = new();

    public Message? Message { get; set; }

    public PayloadReference? Payload { get; set; }

    public long Bytes { get; set; }

    public int Priority { get; set; }

    public long? Key { get; set; }

    /// <summary>Whether it is not in the window, and is read back when there is room.</summary>
    public bool GoesPast { get; set; }

    public long Sequence { get; private set; }

    public void Clear()
    {
        Body.Clear();
        (Message, Payload) = (null, null);
    }

    public override void Apply(IStateTransaction transaction)
    {
        var isFlush = Message!.Kind == MessageKind.Flush;

        // An urgent message lends its urgency to those of its key that came before, and a barrier to all.
        if (Priority > 0 && (isFlush || Key is not null))
            transaction.Raise(queue.Number, Priority, isFlush ? null : Key);
        Sequence = transaction.Enqueue(queue.Number, Message.Id, Priority, Key, queue.Now, Body.Written, Bytes, Payload);
    }

    public override void Completed(StateException? failure) => queue.Written(this, failure);
}
