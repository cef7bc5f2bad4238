using System.Text.Json;
using RabbitMQ.Client;
using Windrow.Core.Deliveries;
using Windrow.Core.Errors;
using Windrow.Core.Messages;
using Windrow.Core.Payloads;
using Windrow.Core.PlugIns;
using Windrow.Core.Sources;
using Windrow.Events.Amqp.Brokers;
using Windrow.Events.Amqp.Consuming;
using Windrow.Events.Clowder;

namespace Windrow.Events.Amqp.Source;

/// <summary>
/// Takes messages from a queue of a broker, and acknowledges each when all that was made of it is done. A broker that is not there is waited for.
/// </summary>
internal sealed class AmqpSource : Core.Sources.Source, IConsumerOwner
{
    private readonly AmqpSourceOptions _options;
    private readonly Consumer _consumer;
    private readonly AmqpMetadata _metadata;
    private SourceContext _context = null!;
    private MessageIdentity _identity = null!;
    private long _untilCaughtUp = -1;

    public AmqpSource(AmqpSourceOptions options, PlugInContext plugIn)
    {
        (_options, _metadata) = (options, new AmqpMetadata(options.Redelivery));
        _consumer = new Consumer(options, new BrokerLink(options.Broker, plugIn, plugIn.Where), this, plugIn.Services.Time);
    }

    public override SourcePromise Promise => SourcePromise.Acknowledged;

    public override bool AcknowledgesLater => true;

    public override Task Acknowledged => _consumer.AllTold;

    public override Task RunAsync(SourceContext context, CancellationToken stop)
    {
        _context = context;
        _identity ??= new MessageIdentity(_options.Id, context.Name, _options.Queue, context.RunVersion);
        return _consumer.RunAsync(context.Once, stop);
    }

    public override void Settled(Delivery delivery)
    {
        var rejects = delivery.Outcome switch
        {
            Outcome.Dead => _options.DeadLetters == Settlement.Reject,
            Outcome.Unmatched => _options.Unmatched == Settlement.Reject,
            _ => false,
        };
        _consumer.Settle((Receipt)delivery.Receipt!, !rejects, delivery);
    }

    public override void Close() => _consumer.Close();

    Origin IConsumerOwner.Identify(string exchange, string routingKey, IReadOnlyBasicProperties properties, ReadOnlySpan<byte> body, out bool isOwn) =>
        _identity.Of(exchange, routingKey, properties, body, out isOwn);

    void IConsumerOwner.Connected(uint waiting)
    {
        if (_untilCaughtUp >= 0)
            return;
        _untilCaughtUp = waiting;
        if (waiting == 0 && _options.Declare != DeclareMode.None)
            _context.CaughtUp();
    }

    ValueTask IConsumerOwner.TakeAsync(
        Receipt receipt, Origin origin, bool redelivered, string exchange, string routingKey, IReadOnlyBasicProperties properties, ReadOnlyMemory<byte> body, CancellationToken stop)
    {
        if (_untilCaughtUp > 0 && --_untilCaughtUp == 0)
            _context.CaughtUp();
        var metadata = Metadata.Empty;
        try
        {
            metadata = _options.Body switch
            {
                BodyForm.Bytes => Metadata.Empty,
                BodyForm.Clowder => ClowderEvent.Read(body.Span),
                _ => MetadataJson.Parse(body.Span),
            };
        }
        catch (JsonException exception)
        {
            var whole = new Message(MessageKind.Event, _metadata.Make(Metadata.Empty, exchange, routingKey, properties, redelivered), BytesPayload.Copy(body.Span), origin);
            _context.Reject(whole, Failure.Permanent($"the body is not a JSON object: {exception.Message}", "write 'body: bytes' where bodies are something else"), receipt);
            return default;
        }

        metadata = _metadata.Make(metadata, exchange, routingKey, properties, redelivered);
        var payload = _options.Body == BodyForm.Json ? Payload.None : BytesPayload.Copy(body.Span);
        return _context.AcceptAsync(new Message(MessageKind.Event, metadata, payload, origin), receipt, stop);
    }
}
