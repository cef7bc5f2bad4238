using System.Collections.Concurrent;
using System.Text.Json;
using RabbitMQ.Client;
using Windrow.Core.Configuration;
using Windrow.Core.Deliveries;
using Windrow.Core.Errors;
using Windrow.Core.Messages;
using Windrow.Core.Payloads;
using Windrow.Core.PlugIns;
using Windrow.Core.Sources;
using Windrow.Events.Amqp.Brokers;
using Windrow.Events.Amqp.Consuming;
using Windrow.Events.Amqp.Source;
using Windrow.Events.Clowder.Extractors;
using Windrow.Events.Clowder.Jobs;
using Windrow.Events.Outside;

namespace Windrow.Events.Clowder.Receiving;

/// <summary>
/// Takes events of Clowder servers from an extractor's queue, for which it registers the extractor. Where the flow passes events on, the source tells
/// servers how that went, and acknowledges an event when they were told; where it works on jobs, <see cref="FetchAction"/> does.
/// </summary>
internal sealed class ClowderSource(ClowderSourceOptions options, PlugInContext plugIn, HostBreakers breakers) : Core.Sources.Source, IConsumerOwner
{
    private const int MostServers = 100;

    private readonly AmqpMetadata _metadata = new(redelivery: false);
    private readonly ConcurrentDictionary<string, string> _replies = new(StringComparer.Ordinal);
    private SourceContext _context = null!;
    private MessageIdentity _identity = null!;
    private ExtractorDesk _desk = null!;
    private Consumer? _consumer;
    private long _untilCaughtUp = -1;

    public override SourcePromise Promise => SourcePromise.Acknowledged;

    public override bool AcknowledgesLater => true;

    public override Task Acknowledged => _consumer?.AllTold ?? Task.CompletedTask;

    public override Task RunAsync(SourceContext context, CancellationToken stop)
    {
        if (_consumer is null)
            Begin(context);
        return _consumer!.RunAsync(context.Once, stop);
    }

    public override void Settled(Delivery delivery)
    {
        var receipt = (Receipt)delivery.Receipt!;
        var told = Task.CompletedTask;
        if (delivery.Outcome == Outcome.Stored)
            _desk.Room.IsStored(receipt.Id);
        else
            _desk.Room.Leaves(receipt.Id);
        if (receipt.Note is ClowderNote note)
        {
            if (note.IsOurs || delivery.Outcome == Outcome.Unmatched)
                told = Tell(note, delivery);
            note.Body?.Release();
        }

        if (told.IsCompleted)
            _consumer!.Settle(receipt, accepts: true, delivery);
        else
            _ = told.ContinueWith(_ => _consumer!.Settle(receipt, accepts: true, delivery), TaskScheduler.Default);
    }

    public override void Close()
    {
        if (_consumer is null)
            return;
        _desk.Close(options.Broker.Timeout);
        _consumer.Close();
    }

    Origin IConsumerOwner.Identify(string exchange, string routingKey, IReadOnlyBasicProperties properties, ReadOnlySpan<byte> body, out bool isOwn) =>
        _identity.Of(exchange, routingKey, properties, body, out isOwn);

    void IConsumerOwner.Connected(uint waiting)
    {
        _desk.Serves();
        if (_consumer!.IsPaused)
            Resume();
        if (_untilCaughtUp >= 0)
            return;
        _untilCaughtUp = waiting;
        if (waiting == 0)
            _context.CaughtUp();
    }

    async ValueTask IConsumerOwner.TakeAsync(
        Receipt receipt, Origin origin, bool redelivered, string exchange, string routingKey, IReadOnlyBasicProperties properties, ReadOnlyMemory<byte> body, CancellationToken stop)
    {
        if (_untilCaughtUp > 0 && --_untilCaughtUp == 0)
            _context.CaughtUp();
        try
        {
            await EnterAsync(origin).ConfigureAwait(false);
            await HandOnAsync(receipt, origin, redelivered, exchange, routingKey, properties, body, stop).ConfigureAwait(false);
        }
        catch
        {
            // It is still the broker's, and comes again. Others may have left while the pause was on its way to a broker that is gone, and nobody is told of room a second time.
            _desk.Room.Leaves(origin.Id);
            Resume();
            throw;
        }
    }

    // Before the event is acknowledged, so that the broker sends no other one ahead.
    private async Task EnterAsync(Origin origin)
    {
        if (!_desk.Room.Arrives(origin.Id))
            return;
        await _consumer!.PauseAsync().ConfigureAwait(false);
        if (!_desk.Room.IsTaken)
            await _consumer.ResumeAsync().ConfigureAwait(false);
    }

    private ValueTask HandOnAsync(
        Receipt receipt, Origin origin, bool redelivered, string exchange, string routingKey, IReadOnlyBasicProperties properties, ReadOnlyMemory<byte> body, CancellationToken stop)
    {
        var payload = BytesPayload.Copy(body.Span);
        Metadata known;
        try
        {
            known = ClowderEvent.Read(body.Span);
        }
        catch (JsonException exception)
        {
            receipt.Note = NoteOf(new JobTicket("", "", properties.ReplyTo ?? "", properties.CorrelationId), isOurs: true, payload);
            var whole = new Message(MessageKind.Event, _metadata.Make(Metadata.Empty, exchange, routingKey, properties, redelivered), payload, origin);
            _context.Reject(whole, Failure.Permanent($"the body is not a JSON object: {exception.Message}", "see who has sent it"), receipt);
            return default;
        }

        var made = _metadata.Make(known, exchange, routingKey, properties, redelivered);
        var replyTo = ReplyTo(known, properties);
        if (replyTo.Length > 0 && string.IsNullOrEmpty(properties.ReplyTo))
            made = made.With(AmqpKeys.ReplyTo, replyTo);
        var ticket = Job.TicketOf(known, replyTo, properties.CorrelationId);
        receipt.Note = NoteOf(ticket, !_desk.IsWorkedAt, payload);
        if (!_desk.IsWorkedAt)
            _ = _desk.Tell(ticket, StatusKind.Start, "Started processing.");
        return _context.AcceptAsync(new Message(MessageKind.Event, made, payload, origin), receipt, stop);
    }

    // A server that cancels a job takes what waits out of the queue and sends it again without saying where to answer; it is where other jobs of that server say.
    private string ReplyTo(Metadata known, IReadOnlyBasicProperties properties)
    {
        if (!known.TryGetString("host", out var host))
            return properties.ReplyTo ?? "";
        if (string.IsNullOrEmpty(properties.ReplyTo))
            return _replies.GetValueOrDefault(host, "");
        if (_replies.Count < MostServers || _replies.ContainsKey(host))
            _replies[host] = properties.ReplyTo;
        return properties.ReplyTo;
    }

    private ClowderNote NoteOf(JobTicket ticket, bool isOurs, BytesPayload payload) => new(ticket, isOurs, isOurs && options.ErrorQueue ? (BytesPayload)payload.Add() : null);

    private Task Tell(ClowderNote note, Delivery delivery)
    {
        if (delivery.Outcome == Outcome.Dead)
        {
            var reason = _context.Services.DeadLetters.List().LastOrDefault(letter => letter.Origin == delivery.Origin)?.Failure.Reason ?? "See the dead letters.";
            var told = _desk.Tell(note.Ticket, StatusKind.Error, $"Error processing message. {reason}");
            return note.Body is null ? told : Task.WhenAll(told, _desk.PutAside(note.Body.Memory, note.Ticket, reason));
        }

        if (delivery.Outcome is Outcome.Dropped or Outcome.Unmatched)
            _ = _desk.Tell(note.Ticket, StatusKind.Skip, "Skipped: there is nothing to do.");
        return _desk.Tell(note.Ticket, StatusKind.Done, "Done processing.");
    }

    private void Begin(SourceContext context)
    {
        _context = context;
        _desk = context.Shared.Get<ExtractorDesks>().Of(context.Name, context.Services);
        var diagnostics = new DiagnosticBag();
        var info = new ExtractorInfoReader(plugIn, diagnostics).Read(options.Extractor!, options.PrivateKey)
            ?? throw new FailureException(Failure.Permanent($"the extractor's description is wrong: {diagnostics}", "see 'windrow check'"));
        var queue = options.Queue ?? (options.PrivateKey is { } key ? $"private.{key}.{info.Name}" : info.Name);
        _identity = new MessageIdentity(IdSource.Content, context.Name, queue, context.RunVersion);
        var amqp = new AmqpSourceOptions
        {
            Broker = options.Broker,
            Queue = queue,
            Declare = options.Declare ? DeclareMode.Classic : DeclareMode.Passive,
            Bindings = options.Bindings,
            Prefetch = _desk.IsWorkedAt ? 1 : options.Prefetch,
            PrefetchBytes = options.PrefetchBytes,
        };
        _consumer = new Consumer(amqp, new BrokerLink(options.Broker, plugIn, plugIn.Where), this, context.Services.Time);
        _desk.Room.HasRoom += Resume;
        var servers = new JobServers(options.Server, new ClowderClient(options.Server.Timeout, context.Services, breakers));
        var setting = new DeskSetting(info, queue, options.Owner ?? "", options.Register ? options.RegisterEvery : null, options.Statuses, options.ErrorQueue ? $"error.{queue}" : null, servers);
        _desk.Open(setting, new BrokerLink(options.Broker, plugIn, $"{plugIn.Where} (statuses)"), CancellationToken.None);
    }

    // On a thread of its own: the broker is asked for it.
    private void Resume() => _ = Task.Run(async () =>
    {
        try
        {
            if (!_desk.Room.IsTaken)
                await _consumer!.ResumeAsync().ConfigureAwait(false);
        }
        catch (Exception)
        {
            // The connection is gone, and the next one begins by consuming.
        }
    });
}
