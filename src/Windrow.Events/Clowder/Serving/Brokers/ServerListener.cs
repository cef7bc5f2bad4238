using RabbitMQ.Client;
using Windrow.Core.Errors;
using Windrow.Core.Messages;
using Windrow.Core.PlugIns;
using Windrow.Events.Amqp.Brokers;
using Windrow.Events.Amqp.Consuming;
using Windrow.Events.Amqp.Source;

namespace Windrow.Events.Clowder.Serving.Brokers;

/// <summary>Listens to one queue of a server, and acknowledges what comes when it is durable.</summary>
/// <param name="take">Given a body that is its own; completes when that is taken in.</param>
internal sealed class ServerListener(AmqpSourceOptions options, PlugInContext plugIn, Func<byte[], Task> take) : IConsumerOwner, IAsyncDisposable
{
    private readonly BrokerLink _link = new(options.Broker, plugIn, $"{plugIn.Where} ({options.Queue})");
    private Consumer _consumer = null!;
    private Task _running = Task.CompletedTask;
    private CancellationTokenSource? _over;
    private long _count;

    public void Start()
    {
        _over = new CancellationTokenSource();
        _consumer = new Consumer(options, _link, this, plugIn.Services.Time);
        _running = Task.Run(() => RunAsync(_over.Token), CancellationToken.None);
    }

    public async ValueTask DisposeAsync()
    {
        if (_over is null)
            return;
        await _over.CancelAsync().ConfigureAwait(false);
        await _running.ConfigureAwait(false);
        await Task.WhenAny(_consumer.AllTold, Task.Delay(options.Broker.Timeout, plugIn.Services.Time)).ConfigureAwait(false);
        _consumer.Close();
        _over.Dispose();
    }

    Origin IConsumerOwner.Identify(string exchange, string routingKey, IReadOnlyBasicProperties properties, ReadOnlySpan<byte> body, out bool isOwn)
    {
        // Two statuses may be the same, octet for octet.
        isOwn = false;
        return new Origin(plugIn.Where, options.Queue, ++_count);
    }

    ValueTask IConsumerOwner.TakeAsync(
        Receipt receipt, Origin origin, bool redelivered, string exchange, string routingKey, IReadOnlyBasicProperties properties, ReadOnlyMemory<byte> body, CancellationToken stop)
    {
        // Where it cannot be made durable it is not acknowledged, and comes again; the flow stops then.
        _ = take(body.ToArray()).ContinueWith(done =>
        {
            if (done.IsCompletedSuccessfully)
                _consumer.Settle(receipt, accepts: true, null);
        }, TaskScheduler.Default);
        return default;
    }

    private async Task RunAsync(CancellationToken stop)
    {
        while (!stop.IsCancellationRequested)
        {
            try
            {
                await _consumer.RunAsync(once: false, stop).ConfigureAwait(false);
            }
            catch (FailureException exception)
            {
                // What the broker does not allow an operator may change.
                _link.Down(exception.Failure);
                try
                {
                    await _link.PauseAsync(stop).ConfigureAwait(false);
                }
                catch (OperationCanceledException)
                {
                    return;
                }
            }
        }
    }
}
