using System.Text.Json;
using RabbitMQ.Client;
using Windrow.Core.Deliveries;
using Windrow.Core.Errors;
using Windrow.Core.Messages;
using Windrow.Core.Payloads;
using Windrow.Core.PlugIns;
using Windrow.Core.Sources;
using Windrow.Events.Amqp.Brokers;
using Windrow.Events.Clowder;

namespace Windrow.Events.Amqp.Source;

/// <summary>
/// Takes messages from a queue of a broker, and acknowledges each when all that was made of it is done. A broker that is not there is waited for. What was under
/// way when a connection was lost is known when the broker brings it again, and is not worked on twice.
/// </summary>
internal sealed class AmqpSource(AmqpSourceOptions options, PlugInContext plugIn) : Core.Sources.Source
{
    private readonly BrokerLink _link = new(options.Broker, plugIn, plugIn.Where);
    private readonly AmqpMetadata _metadata = new(options.Redelivery);
    private SourceContext _context = null!;
    private MessageIdentity _identity = null!;
    private ConsumerSession? _session;
    private Dictionary<MessageId, Receipt> _known = []; // of the connection that was lost last
    private long _untilCaughtUp = -1;
    private CancellationToken _stop;

    public override SourcePromise Promise => SourcePromise.Acknowledged;

    public override bool AcknowledgesLater => true;

    public override Task Acknowledged => _session?.Acks.AllTold ?? Task.CompletedTask;

    public AmqpSourceOptions Options => options;

    /// <summary>The lock of everything that says what is owed to the broker.</summary>
    public Lock Gate { get; } = new();

    public TimeProvider Time => plugIn.Services.Time;

    public bool IsStopped => _stop.IsCancellationRequested;

    public override async Task RunAsync(SourceContext context, CancellationToken stop)
    {
        (_context, _stop) = (context, stop);
        _identity ??= new MessageIdentity(options.Id, context.Name, options.Queue, context.RunVersion);
        try
        {
            while (await ConsumeAsync(stop).ConfigureAwait(false))
            {
            }
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            // While it was waited for the broker.
        }
    }

    public override void Settled(Delivery delivery)
    {
        var rejects = delivery.Outcome switch
        {
            Outcome.Dead => options.DeadLetters == Settlement.Reject,
            Outcome.Unmatched => options.Unmatched == Settlement.Reject,
            _ => false,
        };
        if (!AckLog.Settle(Gate, (Receipt)delivery.Receipt!, !rejects, delivery))
            SourceContext.Acknowledged(delivery);
    }

    public override void Close()
    {
        // What is not acknowledged is back in the queue when the flow has ended.
        if (_session is { } session)
            Task.Run(() => session.DisposeAsync().AsTask()).Wait(options.Broker.Timeout);
    }

    /// <summary>A message has come. One at a time.</summary>
    public ValueTask TakeAsync(
        ConsumerSession session, ulong tag, bool redelivered, string exchange, string routingKey, IReadOnlyBasicProperties properties, ReadOnlyMemory<byte> body, CancellationToken stop)
    {
        var origin = _identity.Of(exchange, routingKey, properties, body.Span, out var isOwn);
        var id = origin.Id;
        if (_known.Count > 0 && (redelivered || isOwn) && _known.Remove(id, out var known))
        {
            session.Acks.Add(known, tag);
            return default;
        }

        var receipt = new Receipt(id, body.Length);
        session.Acks.Add(receipt, tag);
        CountDown();
        var metadata = Metadata.Empty;
        try
        {
            metadata = options.Body switch
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
        var payload = options.Body == BodyForm.Json ? Payload.None : BytesPayload.Copy(body.Span);
        return _context.AcceptAsync(new Message(MessageKind.Event, metadata, payload, origin), receipt, stop);
    }

    // One connection, from its beginning to its end. False: it was the last.
    private async Task<bool> ConsumeAsync(CancellationToken stop)
    {
        try
        {
            _session = await ConsumerSession.OpenAsync(this, _link, _context.Once, stop).ConfigureAwait(false);
        }
        catch (FailureException exception)
        {
            // What is wrong from the beginning is told and given up; what was right once may be so again.
            if (exception.Failure.Class == ErrorClass.Permanent && !_link.WasUp)
                throw;
            _link.Down(exception.Failure);
            await _link.PauseAsync(stop).ConfigureAwait(false);
            return true;
        }

        _link.Up();
        if (_untilCaughtUp < 0)
        {
            _untilCaughtUp = _session.Waiting;
            if (_untilCaughtUp == 0 && options.Declare != DeclareMode.None)
                _context.CaughtUp();
        }

        return await GoOnAsync(_session, stop).ConfigureAwait(false);
    }

    private async Task<bool> GoOnAsync(ConsumerSession session, CancellationToken stop)
    {
        SessionEnd end;
        try
        {
            end = await session.Ended.WaitAsync(stop).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            end = new SessionEnd(null, false);
        }

        if (end.Failure is not { } failure)
        {
            await session.StopAsync().ConfigureAwait(false);
            return false;
        }

        if (end.HeldTooLong)
            BrokerLog.HeldTooLong(_link.Log, _link.Where, failure.Reason);
        else
            _link.Down(failure);
        await session.StopAsync().ConfigureAwait(false);
        Forget();
        session.Acks.Abandon(_known);
        await session.DisposeAsync().ConfigureAwait(false);
        _session = null;
        await _link.PauseAsync(stop).ConfigureAwait(false);
        return true;
    }

    // What was to come again since the connection before, and has not, went elsewhere.
    private void Forget()
    {
        foreach (var receipt in _known.Values)
        {
            Delivery? done;
            lock (Gate)
                (done, receipt.IsForgotten) = (receipt.Delivery, true);
            if (done is not null)
                SourceContext.Acknowledged(done);
        }

        _known = [];
    }

    private void CountDown()
    {
        if (_untilCaughtUp > 0 && --_untilCaughtUp == 0)
            _context.CaughtUp();
    }
}
