using RabbitMQ.Client;
using RabbitMQ.Client.Events;
using Windrow.Core.Errors;
using Windrow.Events.Amqp.Brokers;
using Windrow.Events.Amqp.Source;

namespace Windrow.Events.Amqp.Consuming;

/// <summary>One connection of a consumer: it consumes, hands on what comes, and tells the broker what is done, until it is lost or stopped.</summary>
internal sealed partial class ConsumerSession : IAsyncBasicConsumer, IAsyncDisposable
{
    /// <summary>How long what is done may wait for more, to be told together.</summary>
    private static readonly TimeSpan Together = TimeSpan.FromMilliseconds(10);

    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(100);

    private readonly Consumer _consumer;
    private readonly AmqpSourceOptions _options;
    private readonly BrokerLink _link;
    private readonly IConnection _connection;
    private readonly IChannel _channel;
    private readonly PrefetchWindow _window;
    private readonly CancellationTokenSource _over;
    private readonly TaskCompletionSource<SessionEnd> _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _quit = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly SemaphoreSlim _turn = new(1);
    private readonly SemaphoreSlim _fitting = new(1);
    private string _tag = "";
    private Task _telling = Task.CompletedTask;
    private long _handled;
    private int _isResizing;
    private bool _consumes;
    private volatile bool _isStopping;

    private ConsumerSession(Consumer consumer, IConnection connection, IChannel channel, CancellationToken stop)
    {
        (_consumer, _options, _link, _connection, _channel) = (consumer, consumer.Options, consumer.Link, connection, channel);
        _window = new PrefetchWindow(_options.Prefetch, _options.PrefetchBytes);
        _over = CancellationTokenSource.CreateLinkedTokenSource(stop);
        Acks = new AckLog(consumer.Gate, _options.Prefetch, Math.Max(1, _options.Prefetch / 8));
        channel.ChannelShutdownAsync += (_, reason) =>
        {
            End(new SessionEnd(BrokerFailure.From(reason, _link.Address), BrokerFailure.IsHeldTooLong(reason)));
            return Task.CompletedTask;
        };
    }

    public AckLog Acks { get; }

    /// <summary>Messages that were in the queue when the session began.</summary>
    public uint Waiting { get; private set; }

    /// <summary>Whether the queue had no other consumer when the session began.</summary>
    public bool IsFirst { get; private set; }

    /// <summary>Messages that were handed on.</summary>
    public long Handled => Volatile.Read(ref _handled);

    /// <summary>Completes when the session can go on no longer, or, where all that is there is to be taken, when it is.</summary>
    public Task<SessionEnd> Ended => _ended.Task;

    IChannel IAsyncBasicConsumer.Channel => _channel;

    /// <summary>Connects, declares, and begins to consume.</summary>
    /// <exception cref="FailureException">It cannot be done.</exception>
    public static async Task<ConsumerSession> OpenAsync(Consumer consumer, bool once, CancellationToken stop)
    {
        var link = consumer.Link;
        var connection = await link.ConnectAsync(link.Where, stop).ConfigureAwait(false);
        try
        {
            var channel = await connection.CreateChannelAsync(cancellationToken: stop).ConfigureAwait(false);
            var session = new ConsumerSession(consumer, connection, channel, stop);
            try
            {
                await session.BeginAsync(once, stop).ConfigureAwait(false);
                return session;
            }
            catch
            {
                // The broker says why on the channel, which may be later than what was asked fails.
                session.End(new SessionEnd(null, false));
                throw;
            }
        }
        catch (Exception exception) when (exception is not OperationCanceledException || !stop.IsCancellationRequested)
        {
            await CloseAsync(connection).ConfigureAwait(false);
            throw new FailureException(BrokerFailure.From(exception, link.Address));
        }
        catch
        {
            await CloseAsync(connection).ConfigureAwait(false);
            throw;
        }
    }

    /// <summary>How many messages wait in a queue.</summary>
    public Task<uint> CountAsync(string queue, CancellationToken stop) => _channel.MessageCountAsync(queue, stop);

    /// <summary>Takes nothing more. What is under way stays so, and is acknowledged as it is done.</summary>
    public async Task StopAsync()
    {
        _isStopping = true;
        try
        {
            if (_channel.IsOpen && _consumes)
                await _channel.BasicCancelAsync(_tag).ConfigureAwait(false);
        }
        catch (Exception exception)
        {
            End(new SessionEnd(BrokerFailure.From(exception, _link.Address), false));
        }

        // Whoever is being handed on is let finish.
        await _turn.WaitAsync().ConfigureAwait(false);
    }

    /// <summary>Gives the queue to another consumer. Nothing that was handed on is under way.</summary>
    public void HandOver() => End(new SessionEnd(new Failure(ErrorClass.Waiting, "another host is to have it"), false) { HandsOver = true });

    /// <summary>Waits until nothing is handed on any more, of a session that has ended.</summary>
    public Task QuietAsync() => _turn.WaitAsync();

    /// <summary>Closes the channel as it is; see <see cref="Consumer.EndAsync"/>.</summary>
    public async Task CloseChannelAsync()
    {
        _isStopping = true;
        await _over.CancelAsync().ConfigureAwait(false);
        try
        {
            if (_channel.IsOpen)
                await _channel.CloseAsync().WaitAsync(_link.Timeout).ConfigureAwait(false);
        }
        catch (Exception)
        {
            // It is gone anyway.
        }
    }

    /// <summary>Ends it. What is not acknowledged goes back to the queue, and is there before this returns, if the broker answers.</summary>
    public async ValueTask DisposeAsync()
    {
        _isStopping = true;
        End(new SessionEnd(null, false));
        _quit.TrySetResult();
        await _telling.ConfigureAwait(false);
        try
        {
            if (_channel.IsOpen)
                await _channel.CloseAsync().WaitAsync(_link.Timeout).ConfigureAwait(false);
        }
        catch (Exception)
        {
            // It is gone anyway.
        }

        await CloseAsync(_connection).ConfigureAwait(false);
        await _over.CancelAsync().ConfigureAwait(false);
    }

    public async Task HandleBasicDeliverAsync(
        string consumerTag, ulong deliveryTag, bool redelivered, string exchange, string routingKey, IReadOnlyBasicProperties properties, ReadOnlyMemory<byte> body,
        CancellationToken cancellationToken = default)
    {
        if (_isStopping || Ended.IsCompleted || !_turn.Wait(0, CancellationToken.None))
            return; // it goes back to the queue
        try
        {
            if (_consumer.IsHeld)
                await _consumer.LetGo.WaitAsync(_over.Token).ConfigureAwait(false);
            if (_window.Observe(body.Length) && Interlocked.Exchange(ref _isResizing, 1) == 0)
                _ = ResizeAsync();
            while (Acks.Open > 0 && Acks.OpenBytes + body.Length > _options.PrefetchBytes)
                await RoomAsync(body.Length).ConfigureAwait(false);
            await _consumer.TakeAsync(this, deliveryTag, redelivered, exchange, routingKey, properties, body, _over.Token).ConfigureAwait(false);
            Volatile.Write(ref _handled, _handled + 1);
        }
        catch (OperationCanceledException) when (_over.IsCancellationRequested || _consumer.IsStopped)
        {
            // Not accepted: it goes back to the queue.
            _isStopping = true;
        }
        catch (Exception exception)
        {
            BrokerLog.Fault(_link.Log, _link.Where, "a message could not be taken", exception.Message);
            End(new SessionEnd(new Failure(ErrorClass.Waiting, exception.Message, null, exception), false));
        }
        finally
        {
            _turn.Release();
        }
    }

    public Task HandleBasicCancelAsync(string consumerTag, CancellationToken cancellationToken = default)
    {
        BrokerLog.Cancelled(_link.Log, _link.Where);
        End(new SessionEnd(new Failure(ErrorClass.Waiting, $"{_link.Address}: the broker has cancelled the consumer of queue '{_options.Queue}'; it was deleted, or its node is gone"), false));
        return Task.CompletedTask;
    }

    public Task HandleBasicCancelOkAsync(string consumerTag, CancellationToken cancellationToken = default) => Task.CompletedTask;

    public Task HandleBasicConsumeOkAsync(string consumerTag, CancellationToken cancellationToken = default) => Task.CompletedTask;

    public Task HandleChannelShutdownAsync(object channel, ShutdownEventArgs reason) => Task.CompletedTask;

    private static async Task CloseAsync(IConnection connection)
    {
        try
        {
            await connection.CloseAsync(TimeSpan.FromSeconds(2)).ConfigureAwait(false);
        }
        catch (Exception)
        {
            // It is gone anyway.
        }

        await connection.DisposeAsync().ConfigureAwait(false);
    }

    private async Task BeginAsync(bool once, CancellationToken stop)
    {
        await QueueDeclaration.DeclareAsync(_channel, _options, stop).ConfigureAwait(false);
        if (_options.Declare != DeclareMode.None)
        {
            var there = await _channel.QueueDeclarePassiveAsync(_options.Queue, stop).ConfigureAwait(false);
            (Waiting, IsFirst) = (there.MessageCount, there.ConsumerCount == 0);
        }

        await FitAsync().ConfigureAwait(false);
        _telling = Task.Run(TellAsync, CancellationToken.None);
        if (once)
            _ = Task.Run(LookForEndAsync, CancellationToken.None);
    }

    private void End(SessionEnd end)
    {
        _ended.TrySetResult(end);
        if (end.Failure is null)
            return;
        _quit.TrySetResult();
        _over.Cancel();
    }
}
