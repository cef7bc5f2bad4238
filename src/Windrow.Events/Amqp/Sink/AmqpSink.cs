using System.Buffers;
using System.Text;
using System.Text.Json;
using RabbitMQ.Client;
using Windrow.Core.Errors;
using Windrow.Core.Messages;
using Windrow.Core.Payloads;
using Windrow.Core.Plans;
using Windrow.Core.PlugIns;
using Windrow.Events.Amqp.Brokers;
using Windrow.Events.Amqp.Publishing;
using Windrow.Events.Amqp.Source;
using Windrow.Events.Clowder;

namespace Windrow.Events.Amqp.Sink;

/// <summary>
/// Publishes messages to a broker, and settles each when the broker has confirmed it. An announcement: at least once, with a message-id that is the same when
/// the same message comes again.
/// </summary>
internal sealed class AmqpSink(AmqpSinkOptions options, PlugInContext plugIn) : PlanAction, IDisposable
{
    private readonly TextPattern _exchange = new(options.Exchange);
    private readonly TextPattern _routingKey = new(options.RoutingKey!);
    private readonly TextPattern? _template = options.Template is null ? null : new TextPattern(options.Template);
    private readonly PropertyWriter _properties = new(options);
    private readonly MetadataKey[] _keys = [.. options.Keys.Select(static key => (MetadataKey)key)];
    private readonly ArrayBufferWriter<byte> _body = new(1024);
    private readonly Utf8JsonWriter _json = new(Stream.Null, new JsonWriterOptions { SkipValidation = true, Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping });
    private ActionContext _context = null!;
    private Publisher? _publisher;

    public override bool Waits => true;

    public override bool IsTerminal => true;

    public override void Start(ActionContext action) => _context = action;

    public override void Process(Message message, Output output)
    {
        if (!_exchange.TryCompose(message.Metadata, out var exchange, out var problem) || !_routingKey.TryCompose(message.Metadata, out var routingKey, out problem))
        {
            output.Fail(message, Failure.Permanent(problem, "put a set or select in front, or correct 'exchange' and 'routing-key'"));
            return;
        }

        var properties = _properties.Make(message);
        var publisher = _publisher ??= NewPublisher();
        if (!publisher.WaitForRoom())
        {
            output.Fail(message, publisher.Trouble with { Class = ErrorClass.Waiting });
            return;
        }

        // In this order: the broker may be quicker than this thread.
        message.Own();
        var publication = new SinkPublication(message, _context, Compose(message, out var body))
        {
            Exchange = exchange,
            RoutingKey = routingKey,
            Properties = properties,
            Body = body,
        };
        output.DeliverWhenDurable(message);
        if (publisher.Publish(publication))
            _context.PostWhen(publisher.Empty, static _ => { });
    }

    public override void Flush(Message flush, Output output)
    {
        // Everything before it is confirmed, or failed and is tried again in front of it.
        if (_publisher is { Empty: { IsCompleted: false } empty })
        {
            output.Hold(flush);
            _context.PostWhen(empty, later => later.Deliver(flush));
        }
        else
        {
            output.Deliver(flush);
        }
    }

    public override void Close()
    {
        if (_publisher is { } publisher)
            Task.Run(() => publisher.DisposeAsync().AsTask()).Wait(options.Broker.Timeout);
        Dispose();
    }

    public void Dispose() => _json.Dispose();

    private Publisher NewPublisher() => new(
        new BrokerLink(options.Broker, plugIn, plugIn.Where), plugIn.Services, options.Window, options.WindowBytes, DeclareAsync, Unroutable, _context.Leaving, _context.Stopping);

    private async Task DeclareAsync(IChannel channel, CancellationToken stop)
    {
        if (options.ExchangeType != Source.ExchangeType.Existing)
            await channel.ExchangeDeclareAsync(options.Exchange.Text, BindingOptions.NameOf(options.ExchangeType), durable: true, autoDelete: false, cancellationToken: stop).ConfigureAwait(false);
    }

    private Failure Unroutable(string reason) => options.Unroutable == UnroutablePolicy.Wait
        ? new Failure(ErrorClass.Waiting, reason, "declare the queue, or bind it")
        : Failure.Permanent(reason, "declare the queue or bind it, then replay the dead letter; or write 'unroutable: wait'");

    /// <returns>What was rented for the body; null: it is the payload's own memory.</returns>
    /// <exception cref="FailureException">There is none.</exception>
    private byte[]? Compose(Message message, out ReadOnlyMemory<byte> body)
    {
        if (options.Body == SinkBody.Payload)
        {
            body = message.Payload is BytesPayload bytes
                ? bytes.Memory
                : throw new FailureException(Failure.Permanent("the message has no octets as its payload to publish", "put an action that makes them, such as encode, in front of amqp, or leave 'body: payload' out"));
            return null;
        }

        _body.Clear();
        if (_template is not null)
            Template(message);
        else if (options.Body == SinkBody.Clowder)
            ClowderSubmission.Write(_body, message);
        else if (options.Body == SinkBody.Message)
            MessageJson.Write(_body, message, _keys);
        else
            Metadata(message);
        var rented = ArrayPool<byte>.Shared.Rent(_body.WrittenCount);
        _body.WrittenSpan.CopyTo(rented);
        body = rented.AsMemory(0, _body.WrittenCount);
        return rented;
    }

    private void Template(Message message)
    {
        if (!_template!.TryCompose(message.Metadata, out var text, out var problem))
            throw new FailureException(Failure.Permanent(problem, "put a set or select in front, or correct 'template'"));
        _body.Advance(Encoding.UTF8.GetBytes(text, _body.GetSpan(Encoding.UTF8.GetMaxByteCount(text.Length))));
    }

    private void Metadata(Message message)
    {
        var metadata = _keys.Length > 0 ? message.Metadata.Pick(_keys) : message.Metadata.Tail is null ? message.Metadata : message.Metadata.Materialise([]);
        _json.Reset(_body);
        _json.WriteStartObject();
        foreach (var (key, value) in metadata)
        {
            if (_keys.Length == 0 && key.Name.StartsWith(AmqpKeys.Prefix, StringComparison.Ordinal))
                continue;
            _json.WritePropertyName(key.Name);
            MetadataJson.Write(_json, value);
        }

        _json.WriteEndObject();
        _json.Flush();
    }
}
