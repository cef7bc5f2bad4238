using System.Runtime.InteropServices;
using RabbitMQ.Client;
using Windrow.Core.Messages;

namespace Windrow.Events.Amqp.Source;

/// <summary>By what a message is known when it comes again.</summary>
internal sealed class MessageIdentity(IdSource by, string source, string queue, ulong run)
{
    private long _arrivals;

    /// <summary>The origin, from which the message's id follows.</summary>
    /// <param name="isOwn">Whether whoever sent it says which message it is.</param>
    public Origin Of(string exchange, string routingKey, IReadOnlyBasicProperties properties, ReadOnlySpan<byte> body, out bool isOwn)
    {
        isOwn = false;
        if (by == IdSource.Arrival)
            return new Origin(source, queue, ++_arrivals, run);
        isOwn = by == IdSource.MessageId && properties.MessageId is { Length: > 0 };
        return new Origin(source, isOwn ? properties.MessageId! : ContentOf(exchange, routingKey, properties, body));
    }

    private static string ContentOf(string exchange, string routingKey, IReadOnlyBasicProperties properties, ReadOnlySpan<byte> body)
    {
        var hash = With(With(With(With(default, exchange), routingKey), properties.CorrelationId ?? ""), properties.Type ?? "");
        return hash.With(properties.IsTimestampPresent() ? (ulong)properties.Timestamp.UnixTime : 0).With(body).ToString();
    }

    private static MessageId With(MessageId hash, string text) => hash.With(MemoryMarshal.AsBytes(text.AsSpan()));
}
