using System.Diagnostics;
using Windrow.Core.Deliveries;
using Windrow.Core.Payloads;
using Windrow.Core.Products;

namespace Windrow.Core.Messages;

/// <summary>
/// Metadata, payload and the obligation they descend from. A message has one owner, who alone may change it and who
/// hands it on or settles it exactly once; ownership moves down a chain, data is not copied.
/// </summary>
public sealed class Message
{
    private DeliveryPart? _part;
    private readonly Origin _origin;
    private bool _settled;

    public Message(MessageId id, MessageKind kind, Metadata metadata, Payload payload, DeliveryPart? part, Origin origin)
    {
        Id = id;
        Kind = kind;
        Metadata = metadata;
        Payload = payload;
        _origin = origin;
        _part = part;
    }

    /// <summary>A message at the root of everything that is made of it.</summary>
    public Message(MessageKind kind, Metadata metadata, Payload payload, Origin origin)
        : this(origin.Id, kind, metadata, payload, null, origin)
    {
    }

    public MessageId Id { get; }

    public MessageKind Kind { get; }

    public Metadata Metadata { get; set; }

    /// <summary>What the message carries. Shared and read-only while <see cref="Payload.IsShared"/>.</summary>
    public Payload Payload { get; private set; }

    public Origin Origin => _origin;

    /// <summary>Where the messages came from that it was made of, where these are several; null: from <see cref="Origin"/>.</summary>
    public Lineage? Lineage { get; init; }

    /// <summary>Where the messages came from that it was made of; where it came from itself, when it was made of none.</summary>
    public ReadOnlySpan<Origin> Inputs => Lineage is null ? new ReadOnlySpan<Origin>(in _origin) : Lineage.Origins;

    /// <summary>The part of a delivery that this message belongs to; null outside a flow.</summary>
    public DeliveryPart? Part => _part;

    public bool IsSettled => _settled;

    /// <summary>Whether the state store, or a queue that is kept elsewhere, has what the message came from, so that it comes again when it is not finished.</summary>
    internal bool IsStored => _part?.Delivery?.Owner is Stages.IKeepsMessages;

    /// <summary>How often the place that now holds the message has tried it, this time included.</summary>
    internal int Attempt { get; set; } = 1;

    /// <summary>What is done next is a part of this in the message's trace; none where nobody traces.</summary>
    internal ActivitySpanId Span { get; set; }

    /// <summary>The last try that failed, of this message or of what it was made of; null: there was none.</summary>
    internal FailedTry? Tries { get; set; }

    /// <summary>Marks the run of an action that the message is in; see <see cref="Plans.Output"/>.</summary>
    internal int Ticket { get; set; }

    /// <summary>Puts another payload in place of the present one, which is released.</summary>
    public void ReplacePayload(Payload payload)
    {
        var old = Payload;
        Metadata = Metadata.Detached();
        Payload = payload;
        old.Release();
    }

    /// <summary>Makes the message fit to be kept beyond the call that brought it: what is only lent to it is copied.</summary>
    public void Own()
    {
        if (Payload.IsLent)
            Payload = Payload.Own();
    }

    /// <summary>Takes the payload out for somebody who releases it; the message is left without one.</summary>
    public Payload TakePayload()
    {
        var taken = Payload;
        Payload = Payload.None;
        return taken;
    }

    /// <summary>A second message with the same id, metadata and payload, for another owner of the same obligation.</summary>
    public Message Share() => ShareFor(_part?.Add());

    /// <summary>The same message for the plan whose part of the delivery is given; that part counts it already.</summary>
    internal Message ShareFor(DeliveryPart? part) => new(Id, Kind, Metadata, Payload.Add(), part, Origin) { Lineage = Lineage, Span = Span, Tries = Tries };

    /// <summary>Joins the delivery that this message is a part of. Only the engine and sources do this, once.</summary>
    internal void Join(DeliveryPart part) => _part = part;

    /// <summary>
    /// A message made from this one. It adds to the same obligation, so that the delivery is not settled before it is.
    /// </summary>
    /// <param name="payload">Owned by the new message.</param>
    public Message Child(ulong place, int ordinal, MessageKind kind, Metadata metadata, Payload payload) =>
        new(Id.Child(place, ordinal), kind, ReferenceEquals(payload, Payload) ? metadata : metadata.Detached(), payload, _part?.Add(), Origin) { Lineage = Lineage, Span = Span, Tries = Tries };

    /// <summary>Ends the message: its payload is released and its part of the delivery has one descendant less.</summary>
    /// <exception cref="InvalidOperationException">It was settled before: a defect of the action that holds it.</exception>
    public void Settle(Outcome outcome)
    {
        if (_settled)
            throw new InvalidOperationException($"Message {Id} ({Origin}) is settled twice.");
        _settled = true;
        var payload = Payload;
        Payload = Payload.None;
        payload.Release();
        _part?.Release(outcome);
    }

    /// <summary>Ends the message without settling it: its payload is released, and who calls takes over what it owes.</summary>
    internal DeliveryPart? Owe()
    {
        Abandon();
        _part?.Lighten();
        return _part;
    }

    /// <summary>
    /// Lets go of a message that somebody else keeps, such as a durable queue: its payload is released, and what it owes
    /// stays owed.
    /// </summary>
    internal void Abandon()
    {
        _settled = true;
        var payload = TakePayload();
        payload.Release();
    }

    /// <summary>Makes a settled message usable again, for measurements that must not allocate.</summary>
    internal void Reopen() => _settled = false;

    public override string ToString() => $"{Kind} {Id} from {Origin} {Metadata}";
}
