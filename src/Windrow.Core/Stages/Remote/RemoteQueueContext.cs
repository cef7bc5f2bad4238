using Windrow.Core.Binary;
using Windrow.Core.Deliveries;
using Windrow.Core.Errors;
using Windrow.Core.Messages;

namespace Windrow.Core.Stages.Remote;

/// <summary>What a queue that is kept elsewhere may ask of the stage that it stands in front of. Safe for several threads.</summary>
public sealed class RemoteQueueContext : IKeepsMessages
{
    private readonly Segment _segment;
    private RemoteQueue? _queue;

    internal RemoteQueueContext(Segment segment, StageOptions options)
    {
        _segment = segment;
        Options = options;
    }

    public StageOptions Options { get; }

    public EngineServices Services => _segment.Plan.Services;

    /// <summary>The stage's name in reports: plan and action.</summary>
    public string Where => _segment.QueueName;

    /// <summary>The formats that messages can have as bytes.</summary>
    public StoredFormats Formats => _segment.Plan.Store.Formats;

    /// <summary>Hands a message to the stage; <see cref="RemoteQueue.Settled"/> is told when it is done.</summary>
    /// <param name="message">As it was read; it owes to nobody yet.</param>
    /// <param name="receipt">Comes back with the settled delivery.</param>
    /// <param name="forgotten">Called when it does not come again, after <see cref="Sources.SourceContext.Acknowledged"/>; null: nobody wants to know.</param>
    /// <param name="attempt">Which try of the message it is, from 1.</param>
    public void Feed(Message message, object receipt, System.Action? forgotten = null, int attempt = 1)
    {
        message.Attempt = attempt;
        var delivery = new Delivery(this, message.Origin, message.Payload.Bytes, receipt);
        if (forgotten is not null)
            delivery.Follow(new Forgotten(forgotten), message.Id);
        delivery.Open(1);
        message.Join(new DeliveryPart(delivery));
        _segment.Feed(message, 0, TimeSpan.Zero);
    }

    /// <summary>Which try of a message comes next, from 1.</summary>
    public static int AttemptOf(Message message) => message.Attempt;

    /// <summary>Makes a dead letter of what nobody can work on; <see cref="RemoteQueue.Settled"/> is told when it is durable.</summary>
    /// <param name="message">As it was read, or what is known of it; it owes to nobody yet.</param>
    public void Bury(Message message, Failure failure, object receipt)
    {
        var delivery = new Delivery(this, message.Origin, message.Payload.Bytes, receipt);
        delivery.Open(1);
        message.Join(new DeliveryPart(delivery));
        _segment.Plan.Bury(message, failure, _segment.PathOf(0));
    }

    /// <summary>Makes a dead letter of a message that was put in and cannot be kept.</summary>
    public void Refuse(Message message, Failure failure) => _segment.Plan.Bury(message, failure, _segment.PathOf(0));

    /// <summary>To be called when <see cref="RemoteQueue.IsBelowCap"/> may be true again.</summary>
    public void Relieve() => _segment.RelieveWhenBelowCap();

    /// <summary>To be called when <see cref="RemoteQueue.IsBusy"/> may be false again.</summary>
    public void CameToRest() => _segment.Plan.SegmentCameToRest();

    internal RemoteQueue Begin(Func<RemoteQueueContext, RemoteQueue> create) => _queue = create(this);

    void IDeliveryOwner.Settled(Delivery delivery) => _queue!.Settled(delivery);

    private sealed class Forgotten(System.Action told) : IDeliveryFollower
    {
        public void Closed(MessageId id) => told();
    }
}
