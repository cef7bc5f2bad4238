using System.Collections.Concurrent;
using Windrow.Core.Messages;

namespace Windrow.Events.Amqp.Source;

/// <summary>The names under which properties and headers of a message stand in its metadata.</summary>
internal static class AmqpKeys
{
    public const string Prefix = "amqp.";

    private const int MostHeaders = 4_096;

    public static readonly MetadataKey Exchange = "amqp.exchange";
    public static readonly MetadataKey RoutingKey = "amqp.routing_key";
    public static readonly MetadataKey MessageId = "amqp.message_id";
    public static readonly MetadataKey CorrelationId = "amqp.correlation_id";
    public static readonly MetadataKey ReplyTo = "amqp.reply_to";
    public static readonly MetadataKey ContentType = "amqp.content_type";
    public static readonly MetadataKey ContentEncoding = "amqp.content_encoding";
    public static readonly MetadataKey Type = "amqp.type";
    public static readonly MetadataKey AppId = "amqp.app_id";
    public static readonly MetadataKey UserId = "amqp.user_id";
    public static readonly MetadataKey Expiration = "amqp.expiration";
    public static readonly MetadataKey Priority = "amqp.priority";
    public static readonly MetadataKey Timestamp = "amqp.timestamp";
    public static readonly MetadataKey Redelivered = "amqp.redelivered";
    public static readonly MetadataKey DeliveryCount = "amqp.delivery_count";

    private static readonly ConcurrentDictionary<string, MetadataKey> Headers = new(StringComparer.Ordinal);

    public static MetadataKey Header(string name)
    {
        if (Headers.TryGetValue(name, out var key))
            return key;
        key = $"amqp.header.{name}";
        if (Headers.Count < MostHeaders)
            Headers.TryAdd(name, key);
        return key;
    }
}
