using RabbitMQ.Client;
using RabbitMQ.Client.Events;
using Windrow.Core;
using Windrow.Core.Errors;
using Windrow.Events.Amqp.Brokers;

namespace Windrow.Events.Amqp.Publishing;

/// <summary>
/// Publishes messages, all of them mandatory and confirmed, many at a time. While the broker is not there they are kept, and sent again in their order when it is. For
/// several threads.
/// </summary>
internal sealed class Publisher : IAsyncDisposable
{
    private const int LowestSoftError = 311;
    private const int LowestRefusal = 403;
    private const int HighestRefusal = 406;
    private const int LowestHardError = 501;
    private const int HighestHardError = 506;
    private static readonly TimeSpan LongUnconfirmed = TimeSpan.FromSeconds(60);

    private readonly BrokerLink _link;
    private readonly EngineServices _services;
    private readonly Func<IChannel, CancellationToken, Task> _declare;
    private readonly CancellationToken _leaving;
    private readonly CancellationTokenRegistration _left;
    private readonly Func<string, Failure>? _unroutable;
    private readonly CancellationTokenSource _over;
    private readonly PublishWindow _window;
    private readonly Task _running;
    private volatile bool _isConnected;

    /// <param name="window">Messages that may be under way.</param>
    /// <param name="windowBytes">Bytes of bodies that may be.</param>
    /// <param name="declare">Makes what is needed on each new connection.</param>
    /// <param name="unroutable">What is wrong with a message that the broker gives back, of which it says why; null: it is sent again until it is taken, as is what the broker cannot keep.</param>
    /// <param name="leaving">The flow ends, so that it is no longer waited for a broker that is not there.</param>
    /// <param name="stop">Ends it at once.</param>
    public Publisher(
        BrokerLink link, EngineServices services, int window, long windowBytes, Func<IChannel, CancellationToken, Task> declare, Func<string, Failure>? unroutable, CancellationToken leaving, CancellationToken stop)
    {
        (_link, _services, _declare, _unroutable, _leaving) = (link, services, declare, unroutable, leaving);
        _window = new PublishWindow(window, windowBytes, insists: unroutable is null);
        _over = CancellationTokenSource.CreateLinkedTokenSource(stop);
        _over.Token.Register(() => _window.Clear(null, isEnd: true));
        _left = leaving.Register(Leave);
        _running = Task.Run(RunAsync, CancellationToken.None);
    }

    /// <summary>Why nothing can be published now.</summary>
    public Failure Trouble => _link.Trouble ?? new Failure(ErrorClass.Waiting, $"{_link.Address} takes nothing now");

    /// <inheritdoc cref="PublishWindow.Empty"/>
    public Task Empty => _window.Empty;

    /// <inheritdoc cref="PublishWindow.Count"/>
    public int Count => _window.Count;

    /// <inheritdoc cref="PublishWindow.Bytes"/>
    public long Bytes => _window.Bytes;

    /// <inheritdoc cref="PublishWindow.WaitForRoom"/>
    public bool WaitForRoom() => _window.WaitForRoom();

    /// <inheritdoc cref="PublishWindow.Add"/>
    public bool Publish(Publication publication) => _window.Add(publication);

    public async ValueTask DisposeAsync()
    {
        await _over.CancelAsync().ConfigureAwait(false);
        await _running.ConfigureAwait(false);
        await _left.DisposeAsync().ConfigureAwait(false);
        _over.Dispose();
    }

    private async Task RunAsync()
    {
        while (!_over.IsCancellationRequested)
        {
            try
            {
                await using var connection = await _link.ConnectAsync(_link.Where, _over.Token).ConfigureAwait(false);
                await PublishAsync(connection).ConfigureAwait(false);
            }
            catch (OperationCanceledException) when (_over.IsCancellationRequested)
            {
                return;
            }
            catch (Exception exception)
            {
                _window.Lose(null);
                _link.Down(BrokerFailure.From(exception, _link.Address));
            }

            await WaitAsync().ConfigureAwait(false);
        }
    }

    private async Task WaitAsync()
    {
        if (_leaving.IsCancellationRequested)
            Leave();
        try
        {
            await _link.PauseAsync(_over.Token, _leaving.IsCancellationRequested).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            // The loop ends.
        }
    }

    // Nobody waits any more for a broker that is not there; what the state store or a source has comes again.
    private void Leave()
    {
        if (!_isConnected)
            _window.Clear(new Failure(ErrorClass.Waiting, Trouble.Reason), isEnd: false);
    }

    private async Task PublishAsync(IConnection connection)
    {
        var options = new CreateChannelOptions(publisherConfirmationsEnabled: true, publisherConfirmationTrackingEnabled: false);
        await using var channel = await connection.CreateChannelAsync(options, _over.Token).ConfigureAwait(false);
        await _declare(channel, _over.Token).ConfigureAwait(false);
        var lost = new TaskCompletionSource<ShutdownEventArgs>(TaskCreationOptions.RunContinuationsAsynchronously);
        Listen(connection, channel, lost);
        _isConnected = true;
        _window.Begin();
        _link.Up();
        try
        {
            await SendAsync(channel, lost.Task).ConfigureAwait(false);
        }
        catch (Exception) when (!_over.IsCancellationRequested)
        {
            // The channel says why.
        }
        finally
        {
            _isConnected = false;
        }

        var reason = await lost.Task.WaitAsync(_link.Timeout, _over.Token).ConfigureAwait(false);
        var failure = BrokerFailure.From(reason, _link.Address);
        _window.Lose(IsRefusal(reason) ? failure : null);
        if (!IsRefusal(reason))
            _link.Down(failure);
    }

    private void Listen(IConnection connection, IChannel channel, TaskCompletionSource<ShutdownEventArgs> lost)
    {
        channel.ChannelShutdownAsync += (_, reason) =>
        {
            lost.TrySetResult(reason);
            return Task.CompletedTask;
        };
        channel.BasicAcksAsync += (_, answer) =>
        {
            _window.Confirm(answer.DeliveryTag, answer.Multiple, null);
            return Task.CompletedTask;
        };
        channel.BasicNacksAsync += (_, answer) =>
        {
            var failure = Failure.Transient($"{_link.Address}: the broker could not keep the message (nack)", "look into the broker's log; a queue with x-overflow: reject-publish that is full does this too");
            _window.Confirm(answer.DeliveryTag, answer.Multiple, failure);
            BeginAnew(channel, failure);
            return Task.CompletedTask;
        };
        channel.BasicReturnAsync += (_, back) =>
        {
            var reason = $"{_link.Address}: no queue gets the message with routing key '{back.RoutingKey}' from {(back.Exchange.Length == 0 ? "the default exchange" : $"exchange '{back.Exchange}'")} ({back.ReplyText})";
            var failure = _unroutable?.Invoke(reason) ?? new Failure(ErrorClass.Waiting, reason);
            _window.Return(back.BasicProperties.MessageId, back.Exchange, back.RoutingKey, failure);
            BeginAnew(channel, failure);
            return Task.CompletedTask;
        };
        connection.ConnectionBlockedAsync += (_, blocked) =>
        {
            BrokerLog.Blocked(_link.Log, _link.Where, _link.Address.ToString(), blocked.Reason);
            return Task.CompletedTask;
        };
    }

    // Where the broker is to take all of it, in order, what it did not take is sent on the next connection, behind the declarations.
    private void BeginAnew(IChannel channel, Failure failure)
    {
        if (_unroutable is not null)
            return;
        _link.Down(failure);
        _ = Task.Run(async () =>
        {
            try
            {
                await channel.CloseAsync().ConfigureAwait(false);
            }
            catch (Exception)
            {
                // It is closed.
            }
        });
    }

    private async Task SendAsync(IChannel channel, Task lost)
    {
        var looked = _services.Time.GetTimestamp();
        while (!lost.IsCompleted)
        {
            if (!_window.TryNext(_services.Time.GetTimestamp(), out var next, out var more))
            {
                if (await Task.WhenAny(more, lost, Task.Delay(LongUnconfirmed, _services.Time, _over.Token)).ConfigureAwait(false) is { IsCanceled: true })
                    _over.Token.ThrowIfCancellationRequested();
                LookForUnconfirmed(ref looked);
                continue;
            }

            await channel.BasicPublishAsync(next.Exchange, next.RoutingKey, mandatory: true, next.Properties, next.Body, _over.Token).ConfigureAwait(false);
        }
    }

    private void LookForUnconfirmed(ref long looked)
    {
        var time = _services.Time;
        if (time.GetElapsedTime(looked) < LongUnconfirmed || _window.OldestSent is var sent && sent == 0)
            return;
        looked = time.GetTimestamp();
        if (time.GetElapsedTime(sent) >= LongUnconfirmed)
            BrokerLog.Unconfirmed(_link.Log, _link.Where, _window.Count, time.GetElapsedTime(sent).TotalSeconds);
    }

    // What the broker has against something that was sent, and not a restart, an operator or the network.
    private static bool IsRefusal(ShutdownEventArgs reason) => reason.Initiator == ShutdownInitiator.Peer
        && reason.ReplyCode is LowestSoftError or (>= LowestRefusal and <= HighestRefusal) or (>= LowestHardError and <= HighestHardError);
}
