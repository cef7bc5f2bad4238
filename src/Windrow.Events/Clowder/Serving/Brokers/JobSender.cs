using System.Text;
using System.Text.Json;
using Microsoft.Extensions.Logging;
using RabbitMQ.Client;
using Windrow.Core;
using Windrow.Core.Errors;
using Windrow.Core.Outside;
using Windrow.Events.Amqp.Brokers;
using Windrow.Events.Amqp.Publishing;
using Windrow.Events.Clowder.Serving.Records;
using Windrow.Events.Clowder.Serving.Work;

namespace Windrow.Events.Clowder.Serving.Brokers;

/// <summary>
/// Sends the messages that are owed to extractors, in their order. One leaves the state when the broker has confirmed it; one that no queue gets stays, and is sent again
/// when its extractor registers, and from time to time.
/// </summary>
internal sealed class JobSender : IAsyncDisposable
{
    private const int Most = 500;
    private static readonly TimeSpan Again = TimeSpan.FromSeconds(30);
    private static readonly JsonSerializerOptions Plain = new() { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private readonly Documents _documents;
    private readonly JobBook _jobs;
    private readonly ServerUsers _users;
    private readonly ServerOptions _options;
    private readonly EngineServices _services;
    private readonly ILogger _log;
    private readonly RateLimit _tells;
    private readonly Publisher _publisher;
    private readonly CancellationTokenSource _over = new();
    private readonly SemaphoreSlim _room = new(Most);
    private readonly Lock _lock = new();
    private readonly HashSet<string> _underWay = new(StringComparer.Ordinal);
    private TaskCompletionSource _more = NewSignal();
    private bool _fromTheStart;
    private Task _sending = Task.CompletedTask;

    public JobSender(Documents documents, JobBook jobs, ServerUsers users, ServerOptions options, BrokerLink link, EngineServices services, ILogger log)
    {
        (_documents, _jobs, _users, _options, _services, _log) = (documents, jobs, users, options, services, log);
        _tells = new RateLimit(services.Time);
        _publisher = new Publisher(
            link, services, Most * 2, 64L << 20, static (_, _) => Task.CompletedTask, static reason => Failure.Permanent(reason, "start the extractor, whose queue it is"), CancellationToken.None, CancellationToken.None);
    }

    public void Start()
    {
        _jobs.Owes += Wake;
        _sending = Task.Run(SendAsync, CancellationToken.None);
    }

    /// <summary>Has a look at all that is owed: an extractor is there that was not before.</summary>
    public void WakeForAll()
    {
        lock (_lock)
            _fromTheStart = true;
        Wake();
    }

    /// <summary>Ends when the broker has what is under way, or the time is up. The rest is owed still.</summary>
    public async Task CloseAsync(TimeSpan within)
    {
        _jobs.Owes -= Wake;
        await _over.CancelAsync().ConfigureAwait(false);
        await _sending.ConfigureAwait(false);
        await Task.WhenAny(_publisher.Empty, Task.Delay(within, _services.Time)).ConfigureAwait(false);
    }

    public async ValueTask DisposeAsync()
    {
        await _publisher.DisposeAsync().ConfigureAwait(false);
        _over.Dispose();
        _room.Dispose();
    }

    private static TaskCompletionSource NewSignal() => new(TaskCreationOptions.RunContinuationsAsynchronously);

    private void Wake()
    {
        lock (_lock)
            _more.TrySetResult();
    }

    private async Task SendAsync()
    {
        var (after, begun) = ("", _services.Time.GetTimestamp());
        try
        {
            while (!_over.IsCancellationRequested)
            {
                Task more;
                lock (_lock)
                {
                    if (_more.Task.IsCompleted)
                        _more = NewSignal();
                    more = _more.Task;
                    if (_fromTheStart)
                        (after, _fromTheStart) = ("", false);
                }

                var page = _documents.Page(Shelves.Owed.Scope, after, Most);
                foreach (var item in page)
                {
                    await SendAsync(item.Key).ConfigureAwait(false);
                    after = item.Key;
                }

                if (page.Count > 0)
                    continue;

                // Whatever no queue got is tried again with the rest, also where new work never ends.
                var left = Again - _services.Time.GetElapsedTime(begun);
                if (left > TimeSpan.Zero)
                    await Task.WhenAny(more, Task.Delay(left, _services.Time, _over.Token)).ConfigureAwait(false);
                if (_services.Time.GetElapsedTime(begun) >= Again)
                    (after, begun) = ("", _services.Time.GetTimestamp());
            }
        }
        catch (OperationCanceledException)
        {
            // It ends.
        }
        catch (Core.State.StateException)
        {
            // The flow stops for it, and says why.
        }
    }

    private async Task SendAsync(string id)
    {
        lock (_lock)
        {
            if (!_underWay.Add(id))
                return;
        }

        await _room.WaitAsync(_over.Token).ConfigureAwait(false);
        if (_documents.Find(Shelves.Owed, id) is not { } owed)
        {
            Leave(id); // cancelled, or confirmed meanwhile
            return;
        }

        var properties = new BasicProperties
        {
            ContentType = "application/json",
            DeliveryMode = DeliveryModes.Persistent,
            CorrelationId = owed.Correlation,
            ReplyTo = QueueNames.Replies(_options),
            MessageId = id,
        };
        owed.Body["host"] = _options.Address;
        owed.Body["secretKey"] = _users.KeyOf(owed.User, owed.Job);
        _publisher.Publish(new JobPublication(failure => Answered(id, owed.Queue, failure))
        {
            Exchange = "",
            RoutingKey = owed.Queue,
            Properties = properties,
            Body = Encoding.UTF8.GetBytes(owed.Body.ToJsonString(Plain)),
        });
    }

    private void Answered(string id, string queue, Failure? failure)
    {
        _services.Outside.Report(new OutsideHost($"queue {queue}", failure is null, failure?.Reason, null, _services.Time.GetUtcNow()));
        if (failure is not null && _tells.Happened(out var count))
            ServerLog.NotSent(_log, failure.Reason, count);
        var noted = failure is null ? _jobs.SentAsync(id) : _jobs.DelayedAsync(id, failure.Reason);
        _ = noted.ContinueWith(_ => Leave(id), TaskScheduler.Default);
    }

    private void Leave(string id)
    {
        lock (_lock)
            _underWay.Remove(id);
        _room.Release();
    }
}
