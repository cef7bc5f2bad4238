using RabbitMQ.Client;
using RabbitMQ.Client.Exceptions;
using Windrow.Core;
using Windrow.Core.Errors;
using Windrow.Events.Amqp.Brokers;
using Windrow.Events.Amqp.Publishing;
using Windrow.Events.Clowder.Jobs;

namespace Windrow.Events.Clowder.Extractors;

/// <summary>
/// Speaks for an extractor: registers it, again and again, tells servers how their jobs go, and puts aside what came to nothing. It is opened by the source that
/// the jobs come from; what is told before waits until then. Safe for several threads.
/// </summary>
internal sealed class ExtractorDesk(JobPlaces places, EngineServices services)
{
    /// <summary>The exchange by which servers hear of extractors.</summary>
    public const string Registrations = "extractors";

    private const int Window = 1_000;
    private const long WindowBytes = 64L << 20;

    private static readonly TimeSpan Look = TimeSpan.FromSeconds(5);

    private readonly Lock _lock = new();
    private readonly List<(JobTicket Ticket, StatusKind Kind, string Text)> _early = [];
    private readonly RateLimit _tells = new(services.Time);
    private readonly HashSet<string> _areOtherwise = new(StringComparer.Ordinal);
    private DeskSetting? _setting;
    private Publisher? _publisher;
    private BrokerLink? _link;
    private CancellationTokenSource? _over;
    private Task _beating = Task.CompletedTask;
    private TaskCompletionSource _serves = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public JobRoom Room { get; } = new(places, services.Time);

    /// <summary>Whether the flow works on jobs itself, and does not only pass them on.</summary>
    public bool IsWorkedAt => places.Most > 0;

    /// <summary>Null: nobody has opened it, so there is nobody to speak for.</summary>
    public ExtractorInfo? Info => _setting?.Info;

    /// <summary>How servers are reached.</summary>
    public JobServers? Servers => _setting?.Servers;

    /// <summary>Opens it, and registers the extractor once it <see cref="Serves"/>.</summary>
    public void Open(DeskSetting setting, BrokerLink link, CancellationToken stop)
    {
        var over = CancellationTokenSource.CreateLinkedTokenSource(stop);
        var publisher = new Publisher(link, services, Window, WindowBytes, (channel, token) => DeclareAsync(setting, channel, token), static reason => Failure.Permanent(reason), CancellationToken.None, CancellationToken.None);
        var serves = _serves = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        lock (_lock)
        {
            (_setting, _publisher, _link, _over) = (setting, publisher, link, over);
            foreach (var (ticket, kind, text) in _early)
                _ = Tell(ticket, kind, text);
            _early.Clear();
        }

        if (setting.Heartbeat is { } every)
            _beating = Task.Run(() => BeatAsync(setting, publisher, serves.Task, every, over.Token), CancellationToken.None);
    }

    /// <summary>The extractor's queue is there: a server that hears of it may send what would be lost before.</summary>
    public void Serves() => _serves.TrySetResult();

    /// <summary>Tells a server how a job goes.</summary>
    /// <returns>Completes when the broker has it, or will not take it.</returns>
    public Task Tell(JobTicket ticket, StatusKind kind, string text)
    {
        if (ticket.ReplyTo.Length == 0)
            return Task.CompletedTask;
        lock (_lock)
        {
            if (_setting is null)
            {
                _early.Add((ticket, kind, text));
                return Task.CompletedTask;
            }

            // Where the broker is away for long, how a job went matters, and what it was at does not.
            if (!_setting.Statuses || (kind is StatusKind.Processing or StatusKind.Retry && _publisher is { Count: >= Window }))
                return Task.CompletedTask;
            var body = StatusMessage.Write(_setting.Info.Name, ticket, kind, text, services.Time.GetUtcNow());
            return Send("", ticket.ReplyTo, body, new BasicProperties { DeliveryMode = DeliveryModes.Persistent, CorrelationId = ticket.CorrelationId });
        }
    }

    /// <summary>Puts an event aside that came to nothing, as it came: into the queue <c>error.QUEUE</c>.</summary>
    /// <param name="reason">For people, in a header.</param>
    public Task PutAside(ReadOnlyMemory<byte> body, JobTicket ticket, string reason)
    {
        lock (_lock)
        {
            if (_setting is not { ErrorQueue: { } queue })
                return Task.CompletedTask;
            var properties = new BasicProperties { DeliveryMode = DeliveryModes.Persistent, ContentType = "application/json", CorrelationId = ticket.CorrelationId, Headers = new Dictionary<string, object?> { ["windrow-reason"] = reason } };
            if (ticket.ReplyTo.Length > 0)
                properties.ReplyTo = ticket.ReplyTo;
            return Send("", queue, body.ToArray(), properties);
        }
    }

    /// <summary>Ends it when what was told is with the broker, or the time is up.</summary>
    public void Close(TimeSpan within)
    {
        Publisher? publisher;
        lock (_lock)
        {
            (publisher, _publisher) = (_publisher, null);
            if (publisher is null)
                return;
        }

        _over!.Cancel();
        Task.Run(async () =>
        {
            await _beating.ConfigureAwait(false);
            if (_link!.Trouble is null)
                await Task.WhenAny(publisher.Empty, Task.Delay(within, services.Time)).ConfigureAwait(false);
            await publisher.DisposeAsync().ConfigureAwait(false);
        }).Wait(within * 2);
        _over.Dispose();
    }

    private Task Send(string exchange, string routingKey, byte[] body, BasicProperties properties)
    {
        // With these fields null they would be sent as empty texts.
        if (properties.CorrelationId is null)
            properties.ClearCorrelationId();
        if (_publisher is not { } publisher)
            return Task.CompletedTask;
        var publication = new DeskPublication { Exchange = exchange, RoutingKey = routingKey, Properties = properties, Body = body };
        publisher.Publish(publication);
        return AwaitAsync(publication, routingKey);
    }

    private async Task AwaitAsync(DeskPublication publication, string queue)
    {
        if (await publication.Done.ConfigureAwait(false) is { } failure && _tells.Happened(out var count))
            ExtractorLog.NotTold(services.Logs.CreateLogger("windrow.clowder"), queue, failure.Reason, count);
    }

    // What is there in another form than ours is used as it is: the broker closes the channel over it, and on the next one it is not declared.
    private async Task DeclareAsync(DeskSetting setting, IChannel channel, CancellationToken stop)
    {
        if (setting.Heartbeat is not null)
            await DeclareAsync(Registrations, () => channel.ExchangeDeclareAsync(Registrations, ExchangeType.Fanout, durable: true, autoDelete: false, cancellationToken: stop)).ConfigureAwait(false);

        // Without arguments, as extractors declare theirs: with any, one of the two would be refused.
        if (setting.ErrorQueue is { } queue)
            await DeclareAsync(queue, () => channel.QueueDeclareAsync(queue, durable: true, exclusive: false, autoDelete: false, cancellationToken: stop)).ConfigureAwait(false);
    }

    private async Task DeclareAsync(string name, Func<Task> declare)
    {
        if (_areOtherwise.Contains(name))
            return;
        try
        {
            await declare().ConfigureAwait(false);
        }
        catch (OperationInterruptedException exception) when (exception.ShutdownReason?.ReplyCode == Constants.PreconditionFailed)
        {
            _areOtherwise.Add(name);
            throw;
        }
    }

    private async Task BeatAsync(DeskSetting setting, Publisher publisher, Task serves, TimeSpan every, CancellationToken stop)
    {
        var body = Heartbeat.Write(setting, services.Random);
        var last = 0L;
        using var timer = new PeriodicTimer(every < Look ? every : Look, services.Time);
        try
        {
            await serves.WaitAsync(stop).ConfigureAwait(false);
            do
            {
                Room.Look();
                if (last != 0 && services.Time.GetElapsedTime(last) < every)
                    continue;
                last = services.Time.GetTimestamp();
                var beat = new DeskPublication { Exchange = Registrations, RoutingKey = "", Properties = new BasicProperties(), Body = body };
                publisher.Publish(beat);

                // Nobody may listen, which is no trouble; while the broker is away one beat waits for it, and not many.
                await beat.Done.WaitAsync(stop).ConfigureAwait(false);
            }
            while (await timer.WaitForNextTickAsync(stop).ConfigureAwait(false));
        }
        catch (OperationCanceledException)
        {
            // The source has ended.
        }
    }
}
