using RabbitMQ.Client;
using Windrow.Core.Deliveries;
using Windrow.Core.Errors;
using Windrow.Core.Messages;
using Windrow.Core.Sources;
using Windrow.Events.Amqp.Brokers;
using Windrow.Events.Amqp.Source;

namespace Windrow.Events.Amqp.Consuming;

/// <summary>
/// Takes messages from one queue, over any number of connections. What was under way when a connection was lost is known when the broker brings it again, and is
/// not handed on a second time.
/// </summary>
internal sealed class Consumer(AmqpSourceOptions options, BrokerLink link, IConsumerOwner owner, TimeProvider time)
{
    private ConsumerSession? _session;
    private Dictionary<MessageId, Receipt> _known = []; // of connections that were lost
    private CancellationToken _stop;
    private volatile bool _isEnding;
    private TaskCompletionSource _letGo = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public AmqpSourceOptions Options => options;

    public BrokerLink Link => link;

    public TimeProvider Time => time;

    /// <summary>The lock of everything that says what is owed to the broker.</summary>
    public Lock Gate { get; } = new();

    public bool IsStopped => _stop.IsCancellationRequested;

    /// <summary>Completes when the broker was told of all that is done, or is gone.</summary>
    public Task AllTold => _session?.Acks.AllTold ?? Task.CompletedTask;

    /// <summary>Messages that were handed on and are not done.</summary>
    public int Open => _session?.Acks.Open ?? 0;

    /// <summary>The connection that is there; null: none is.</summary>
    public ConsumerSession? Session => _session;

    /// <summary>Whether nothing is handed on for now. What has come waits, and keeps its place in the queue.</summary>
    public bool IsHeld { get; private set; }

    /// <summary>Completes when it is handed on again.</summary>
    public Task LetGo => _letGo.Task;

    public void Hold(bool on)
    {
        lock (Gate)
        {
            if (IsHeld == on)
                return;
            IsHeld = on;
            if (on)
                _letGo = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            else
                _letGo.TrySetResult();
        }
    }

    /// <summary>Whether it asks the broker for nothing.</summary>
    public bool IsPaused { get; private set; }

    /// <summary>
    /// Asks the broker for nothing more for now: what waits in the queue stays there, for others to take. Within <see cref="IConsumerOwner.TakeAsync"/> and with a prefetch of
    /// one message, nothing is sent ahead then.
    /// </summary>
    public Task PauseAsync()
    {
        IsPaused = true;
        return _session?.FitAsync() ?? Task.CompletedTask;
    }

    public Task ResumeAsync()
    {
        IsPaused = false;
        return _session?.FitAsync() ?? Task.CompletedTask;
    }

    /// <summary>Consumes until it is stopped, or, with <paramref name="once"/>, until the queue is empty.</summary>
    /// <exception cref="FailureException">The broker does not allow it, and never did.</exception>
    public async Task RunAsync(bool once, CancellationToken stop)
    {
        _stop = stop;
        try
        {
            while (await ConsumeAsync(once, stop).ConfigureAwait(false))
            {
            }
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            // While it was waited for the broker.
        }
    }

    /// <summary>A message is done.</summary>
    /// <param name="accepts">False: the broker is told that it came to nothing.</param>
    public void Settle(Receipt receipt, bool accepts, Delivery? delivery)
    {
        if (!AckLog.Settle(Gate, receipt, accepts, delivery) && delivery is not null)
            SourceContext.Acknowledged(delivery);
    }

    /// <summary>
    /// Ends the connection without cancelling the consumer before: what is not acknowledged is back in its place when another consumer of the queue gets something.
    /// </summary>
    public async Task EndAsync()
    {
        _isEnding = true;
        if (_session is not { } session)
            return;
        await Task.WhenAny(session.Acks.AllTold, session.Ended).ConfigureAwait(false);
        await session.CloseChannelAsync().ConfigureAwait(false);
        await session.DisposeAsync().ConfigureAwait(false);
    }

    /// <summary>Ends the connection; what is not acknowledged is back in the queue then.</summary>
    public void Close()
    {
        if (_session is { } session)
            Task.Run(() => session.DisposeAsync().AsTask()).Wait(options.Broker.Timeout);
    }

    /// <summary>A message has come. One at a time.</summary>
    public async ValueTask TakeAsync(
        ConsumerSession session, ulong tag, bool redelivered, string exchange, string routingKey, IReadOnlyBasicProperties properties, ReadOnlyMemory<byte> body, CancellationToken stop)
    {
        var origin = owner.Identify(exchange, routingKey, properties, body.Span, out var isOwn);
        if (_known.Count > 0 && (redelivered || isOwn) && _known.Remove(origin.Id, out var known))
        {
            session.Acks.Add(known, tag);
            return;
        }

        var receipt = new Receipt(origin.Id, body.Length);
        session.Acks.Add(receipt, tag);
        try
        {
            await owner.TakeAsync(receipt, origin, redelivered, exchange, routingKey, properties, body, stop).ConfigureAwait(false);
        }
        catch
        {
            receipt.IsNotTaken = true;
            throw;
        }
    }

    // One connection, from its beginning to its end. False: it was the last.
    private async Task<bool> ConsumeAsync(bool once, CancellationToken stop)
    {
        try
        {
            _session = await ConsumerSession.OpenAsync(this, once, stop).ConfigureAwait(false);
        }
        catch (FailureException exception)
        {
            // What is wrong from the beginning is told and given up; what was right once may be so again.
            if (exception.Failure.Class == ErrorClass.Permanent && !link.WasUp)
                throw;
            link.Down(exception.Failure);
            await link.PauseAsync(stop).ConfigureAwait(false);
            return true;
        }

        if (_isEnding)
        {
            await _session.DisposeAsync().ConfigureAwait(false);
            return false;
        }

        link.Up();
        owner.Connected(_session.Waiting);
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

        if (_isEnding)
            return false;
        if (end.Failure is not { } failure)
        {
            await session.StopAsync().ConfigureAwait(false);
            return false;
        }

        if (end.HeldTooLong)
            BrokerLog.HeldTooLong(link.Log, link.Where, failure.Reason);
        else if (!end.HandsOver)
            link.Down(failure);

        // To cancel the consumer would let another one begin before what is not begun here is back in its place.
        if (end.HandsOver)
            await session.QuietAsync().ConfigureAwait(false);
        else
            await session.StopAsync().ConfigureAwait(false);
        Forget();
        session.Acks.Abandon(_known, time.GetTimestamp());
        await session.DisposeAsync().ConfigureAwait(false);
        _session = null;
        await link.PauseAsync(stop).ConfigureAwait(false);
        return true;
    }

    // What was to come again since the connection before, and has not, went elsewhere; unless there was no time for it: a broker may take two heartbeats to
    // find that a connection is gone, and the next one may be lost before all has come on it.
    private void Forget()
    {
        var expected = new Dictionary<MessageId, Receipt>();
        foreach (var receipt in _known.Values)
        {
            Delivery? done;
            lock (Gate)
            {
                if (receipt.State != ReceiptState.Told && time.GetElapsedTime(receipt.LostAt) < 3 * options.Broker.Heartbeat)
                {
                    expected.Add(receipt.Id, receipt);
                    continue;
                }

                (done, receipt.IsForgotten) = (receipt.Delivery, true);
            }

            if (done is not null)
                SourceContext.Acknowledged(done);
        }

        _known = expected;
    }
}
