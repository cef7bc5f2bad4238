using System.Buffers;
using RabbitMQ.Client;
using Windrow.Core.Binary;
using Windrow.Core.Deliveries;
using Windrow.Core.Errors;
using Windrow.Core.Messages;
using Windrow.Core.PlugIns;
using Windrow.Core.Stages.Remote;
using Windrow.Core.State;
using Windrow.Events.Amqp.Brokers;
using Windrow.Events.Amqp.Consuming;
using Windrow.Events.Amqp.Publishing;
using Windrow.Events.Amqp.Source;

namespace Windrow.Events.Amqp.Stages;

/// <summary>
/// A stage's queue on a broker. What comes in is published, and settled when the broker has confirmed it; what the broker gives is worked on by this process or another,
/// and acknowledged when all that was made of it is done. With keys, a queue for each partition of them, which one process at a time has.
/// </summary>
internal sealed class AmqpStage : RemoteQueue
{
    private const int Window = 4_096;
    private const long WindowBytes = 64L << 20;
    private static readonly TimeSpan Again = TimeSpan.FromSeconds(1);

    private readonly StageRouting _routing;
    private readonly Publisher _publisher;
    private readonly List<StageConsumer> _consumers = [];
    private readonly StageWatch _watch;
    private readonly HostCount? _hosts;
    private readonly CancellationTokenSource _stop = new();
    private readonly Lock _writing = new();
    private readonly ByteWriter _body = new();
    private Task _running = Task.CompletedTask;
    private int _waiting; // to be published again
    private volatile bool _isClosed;
    private volatile bool _isEnding;

    public AmqpStage(AmqpStageOptions options, RemoteQueueContext context, PlugInContext plugIn)
    {
        (Options, Context, _routing) = (options, context, new StageRouting(options, context.Options));
        Payloads = new SharedPayloads(options.Payloads is null ? null : plugIn.FullPath(options.Payloads), options.InlineAtMost, context.Services);
        Messages = new MessageBinary(context.Formats, Payloads, options.InlineAtMost);
        _publisher = new Publisher(
            new BrokerLink(options.Broker, plugIn, context.Where), context.Services, Window, WindowBytes, DeclareAsync, null, CancellationToken.None, _stop.Token);
        var share = Math.Max(1, (int)Math.Min(ushort.MaxValue, context.Options.MaximumCount / _routing.Queues.Count));
        foreach (var queue in _routing.Queues)
        {
            var consumer = new AmqpSourceOptions
            {
                Broker = options.Broker,
                Queue = queue,
                Declare = options.Kind == StageQueueKind.Quorum ? DeclareMode.Quorum : DeclareMode.Classic,
                Arguments = _routing.Arguments,
                Prefetch = share,
                PrefetchBytes = Math.Max(1, context.Options.MaximumBytes / _routing.Queues.Count),
            };
            _consumers.Add(new StageConsumer(this, consumer, new BrokerLink(options.Broker, plugIn, context.Where), context.Services.Time));
        }

        _hosts = _routing.IsOrdered && _consumers.Count > 1 ? new HostCount(new BrokerLink(options.Broker, plugIn, context.Where), $"{options.Name}.hosts") : null;
        _watch = new StageWatch(this, _consumers, _hosts, _routing.HasDelays);
    }

    public AmqpStageOptions Options { get; }

    public RemoteQueueContext Context { get; }

    public MessageBinary Messages { get; }

    public SharedPayloads Payloads { get; }

    /// <summary>Whether something is on its way into the queue.</summary>
    public bool IsPublishing => Volatile.Read(ref _waiting) > 0 || _publisher.Count > 0;

    /// <summary>Whether nothing more is to be begun.</summary>
    public bool IsClosed => _isClosed;

    /// <summary>Whether its connections are ended.</summary>
    public bool IsEnding => _isEnding;

    public override Task Safe => _publisher.Empty;

    public override bool IsBusy => IsPublishing || !_consumers.TrueForAll(static each => each.Consumer.AllTold.IsCompleted) || (!_isClosed && !_watch.IsEmpty);

    public override Task Idle => _watch.Idle;

    public override bool IsOverCap => _publisher.Count + Volatile.Read(ref _waiting) > Window / 2 || _publisher.Bytes > WindowBytes / 2;

    public override bool IsBelowCap => _publisher.Count + Volatile.Read(ref _waiting) <= Window / 4 && _publisher.Bytes <= WindowBytes / 4;

    public override long Count => _publisher.Count + _consumers.Sum(static each => (long)each.Consumer.Open);

    public override void Open() => _running = Task.WhenAll([.. _consumers.Select(consumer => Task.Run(() => consumer.RunAsync(_stop.Token))), Task.Run(() => _watch.RunAsync(_stop.Token))]);

    public override void Put(Message message)
    {
        var queue = _routing.QueueOf(message.Metadata);
        if (!TryPut(message, queue, 1))
            Later(message);
    }

    public override bool TryPostpone(Message message, TimeSpan delay) =>
        _routing.HasDelays && !_isClosed && DelayQueues.For(_routing.QueueOf(message.Metadata), delay) is { } queue && TryPut(message, queue, RemoteQueueContext.AttemptOf(message));

    // False: its payload cannot be kept now.
    private bool TryPut(Message message, string queue, int attempt)
    {
        _watch.Stirs();
        byte[] rented;
        int length;
        PayloadReference? kept;
        try
        {
            lock (_writing)
            {
                _body.Clear();
                kept = Messages.Write(_body, message);
                length = _body.Length;
                rented = ArrayPool<byte>.Shared.Rent(length);
                _body.Written.CopyTo(rented);
            }
        }
        catch (NotSupportedException exception)
        {
            Context.Refuse(message, Failure.Permanent(exception.Message));
            return true;
        }
        catch (StateException)
        {
            return false;
        }

        var headers = kept is null && attempt == 1 ? null : new Dictionary<string, object?>(StringComparer.Ordinal);
        if (kept is not null)
            headers![StageHeaders.Payload] = kept.Hash;
        if (attempt > 1)
            headers![StageHeaders.Attempt] = attempt;

        _publisher.Publish(new StagePublication(message, this, rented)
        {
            Exchange = "",
            RoutingKey = queue,
            Body = rented.AsMemory(0, length),
            Properties = new BasicProperties
            {
                MessageId = message.Id.ToString(),
                ContentType = StageHeaders.ContentType,
                DeliveryMode = DeliveryModes.Persistent,
                Headers = headers,
            },
        });
        return true;
    }

    /// <summary>The broker has a message.</summary>
    public void Stored()
    {
        _watch.Stirs();
        Context.Relieve();
    }

    /// <summary>The broker does not take a message.</summary>
    public void NotStored(Message message, Failure failure)
    {
        if (failure.Class == ErrorClass.Permanent)
            Context.Refuse(message, failure);
        else
            Later(message);
    }

    /// <summary>Something has come out of a queue.</summary>
    public void Stirs() => _watch.Stirs();

    public override void Settled(Delivery delivery)
    {
        var fed = (FedMessage)delivery.Receipt!;
        fed.Consumer.Consumer.Settle(fed.Receipt, accepts: true, delivery);
    }

    public override void Hold(bool on)
    {
        if (on || !_isClosed)
            _consumers.ForEach(each => each.Consumer.Hold(on));
    }

    public override void Close()
    {
        // The consumers stay: were they cancelled, another host would begin what comes behind that which is being worked on here.
        _isClosed = true;
        Hold(true);
    }

    protected override void Dispose(bool disposing)
    {
        (_isClosed, _isEnding) = (true, true);
        Hold(true);
        Task.Run(async () =>
        {
            await Task.WhenAll(_consumers.Select(static each => each.Consumer.EndAsync())).ConfigureAwait(false);
            await _stop.CancelAsync().ConfigureAwait(false);
            await _running.ConfigureAwait(false);
            await _publisher.DisposeAsync().ConfigureAwait(false);
            if (_hosts is not null)
                await _hosts.DisposeAsync().ConfigureAwait(false);
        }).Wait(Options.Broker.Timeout);
        _stop.Dispose();
    }

    private void Later(Message message)
    {
        Interlocked.Increment(ref _waiting);
        ITimer? timer = null;
        timer = Context.Services.Time.CreateTimer(
            _ =>
            {
                timer!.Dispose();
                Put(message);
                Interlocked.Decrement(ref _waiting);
            },
            null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        timer.Change(Again, Timeout.InfiniteTimeSpan);
    }

    // All of them, by whoever publishes too: a message may come before the consumer of its queue.
    private async Task DeclareAsync(IChannel channel, CancellationToken stop)
    {
        foreach (var consumer in _consumers)
        {
            await QueueDeclaration.DeclareAsync(channel, consumer.Consumer.Options, stop).ConfigureAwait(false);
            if (_routing.HasDelays)
                await DelayQueues.DeclareAsync(channel, consumer.Consumer.Options.Queue, stop).ConfigureAwait(false);
        }
    }
}
