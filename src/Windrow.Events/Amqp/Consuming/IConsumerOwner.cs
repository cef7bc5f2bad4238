using RabbitMQ.Client;
using Windrow.Core.Messages;

namespace Windrow.Events.Amqp.Consuming;

/// <summary>Who makes messages of what a consumer gets.</summary>
internal interface IConsumerOwner
{
    /// <summary>Which message it is.</summary>
    /// <param name="isOwn">Whether whoever sent it says so.</param>
    Origin Identify(string exchange, string routingKey, IReadOnlyBasicProperties properties, ReadOnlySpan<byte> body, out bool isOwn);

    /// <summary>A message has come that is not known. One at a time for each consumer.</summary>
    /// <param name="body">Valid until the task is complete.</param>
    /// <param name="receipt">To be given to <see cref="Consumer.Settle"/> when it is done.</param>
    ValueTask TakeAsync(
        Receipt receipt, Origin origin, bool redelivered, string exchange, string routingKey, IReadOnlyBasicProperties properties, ReadOnlyMemory<byte> body, CancellationToken stop);

    /// <summary>A connection is there, and so many messages waited in the queue.</summary>
    void Connected(uint waiting)
    {
    }
}
