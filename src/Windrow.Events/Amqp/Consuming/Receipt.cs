using Windrow.Core.Deliveries;
using Windrow.Core.Messages;

namespace Windrow.Events.Amqp.Consuming;

/// <summary>
/// What is owed to the broker for one message. It outlives the connection that brought the message: when that is lost and the broker brings it again, the
/// receipt gets the new connection's tag, and the message is not worked on a second time. Guarded by the lock of the source's logs.
/// </summary>
internal sealed class Receipt(MessageId id, int bytes)
{
    public MessageId Id { get; } = id;

    public int Bytes { get; } = bytes;

    /// <summary>The log of the connection that the broker waits on; null: that is gone.</summary>
    public AckLog? Log { get; set; }

    public ulong Tag { get; set; }

    public ReceiptState State { get; set; }

    /// <summary>What its owner has to know of it when it is settled.</summary>
    public object? Note { get; set; }

    /// <summary>When its connection was lost last, by the clock of the consumer.</summary>
    public long LostAt { get; set; }

    /// <summary>Its connection is gone, and it is not waited for to come again.</summary>
    public bool IsForgotten { get; set; }

    /// <summary>It could not be handed on, so it is to be when it comes again, as if for the first time.</summary>
    public bool IsNotTaken { get; set; }

    /// <summary>Set when it is settled.</summary>
    public Delivery? Delivery { get; set; }
}
