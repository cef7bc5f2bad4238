using System.Globalization;
using System.Text;
using RabbitMQ.Client;
using Windrow.Core.Binary;
using Windrow.Core.Errors;
using Windrow.Core.Messages;
using Windrow.Core.Payloads;
using Windrow.Core.State;
using Windrow.Events.Amqp.Brokers;
using Windrow.Events.Amqp.Consuming;
using Windrow.Events.Amqp.Source;

namespace Windrow.Events.Amqp.Stages;

/// <summary>Takes the messages of one of a stage's queues.</summary>
internal sealed class StageConsumer : IConsumerOwner
{
    private const int Remembered = 4_096;

    private readonly AmqpStage _stage;
    private readonly RecentIds _recent = new(Remembered);
    private readonly Consumer _consumer;

    public StageConsumer(AmqpStage stage, AmqpSourceOptions options, BrokerLink link, TimeProvider time)
    {
        _stage = stage;
        _consumer = new Consumer(options, link, this, time);
    }

    public Consumer Consumer => _consumer;

    /// <summary>Whether the queue gives its messages to this process and no other, as far as is known.</summary>
    public bool IsActive { get; private set; }

    /// <summary>Consumes until it is stopped. What is wrong is told, and tried again until it is right.</summary>
    public async Task RunAsync(CancellationToken stop)
    {
        while (!stop.IsCancellationRequested && !_stage.IsEnding)
        {
            try
            {
                await _consumer.RunAsync(once: false, stop).ConfigureAwait(false);
            }
            catch (FailureException exception)
            {
                _consumer.Link.Down(exception.Failure);
                await Task.WhenAny(_consumer.Link.PauseAsync(stop)).ConfigureAwait(false);
            }
        }
    }

    /// <summary>Gives the queue to another host, when what was begun of it is done; nothing more is begun before.</summary>
    public async Task HandOverAsync(CancellationToken stop)
    {
        _consumer.Hold(true);
        try
        {
            if (await IdleSessionAsync(stop).ConfigureAwait(false) is { } session)
            {
                await session.Acks.AllTold.WaitAsync(stop).ConfigureAwait(false);
                session.HandOver();
            }

            IsActive = false;
        }
        finally
        {
            if (!_stage.IsClosed)
                _consumer.Hold(false);
        }
    }

    // Where the connection is lost meanwhile, what was begun is under way on the next one.
    private async Task<ConsumerSession?> IdleSessionAsync(CancellationToken stop)
    {
        while (_consumer.Session is { } session)
        {
            var freed = session.Acks.Freed;
            if (session.Acks.Open == 0)
                return session;
            await freed.WaitAsync(stop).ConfigureAwait(false);
        }

        return null;
    }

    void IConsumerOwner.Connected(uint waiting) => IsActive = _consumer.Session is { IsFirst: true };

    Origin IConsumerOwner.Identify(string exchange, string routingKey, IReadOnlyBasicProperties properties, ReadOnlySpan<byte> body, out bool isOwn)
    {
        isOwn = false;
        return new Origin("amqp", properties.MessageId ?? default(MessageId).With(body).ToString());
    }

    ValueTask IConsumerOwner.TakeAsync(
        Receipt receipt, Origin origin, bool redelivered, string exchange, string routingKey, IReadOnlyBasicProperties properties, ReadOnlyMemory<byte> body, CancellationToken stop)
    {
        IsActive = true;
        _stage.Stirs();
        if (!_recent.Add(receipt.Id) && !redelivered && Header(properties, StageHeaders.Again) is true)
        {
            // A publisher whose connection was lost has sent it twice. The first is under way or done, and still owed where it is not.
            _consumer.Settle(receipt, accepts: true, null);
            return default;
        }

        var payload = Header(properties, StageHeaders.Payload) is byte[] name ? new PayloadReference(Encoding.UTF8.GetString(name), 0) : null;
        var fed = new FedMessage(this, receipt, payload);
        Message message;
        try
        {
            message = _stage.Messages.Read(body.Span);
        }
        catch (CorruptDataException exception)
        {
            var whole = new Message(MessageKind.Event, Metadata.From((AmqpKeys.RoutingKey.Name, routingKey)), BytesPayload.Copy(body.Span), origin);
            _stage.Context.Bury(whole, Failure.Permanent($"queue '{_consumer.Options.Queue}': {exception.Message}", "nobody else is to publish to it, and all hosts run the same version"), fed);
            return default;
        }

        var count = Header(properties, StageHeaders.DeliveryCount) is { } times ? Convert.ToInt64(times, CultureInfo.InvariantCulture) : 0;
        if (count >= _stage.Options.DeliveryLimit)
        {
            _stage.Context.Bury(message, new Failure(ErrorClass.Fault, $"{count} times a process took it and did not finish it, as it broke down or lost its connection", "see what that process has logged; 'delivery-limit' says how often is too often"), fed);
            return default;
        }

        var attempt = Header(properties, StageHeaders.Attempt) is { } tries ? Convert.ToInt32(tries, CultureInfo.InvariantCulture) : 1;
        _stage.Context.Feed(message, fed, payload is null ? null : () => _stage.Payloads.Remove(payload), attempt);
        return default;
    }

    private static object? Header(IReadOnlyBasicProperties properties, string name) =>
        properties.IsHeadersPresent() && properties.Headers is { } headers && headers.TryGetValue(name, out var value) ? value : null;
}
