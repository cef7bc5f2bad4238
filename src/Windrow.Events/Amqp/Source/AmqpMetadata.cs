using System.Collections;
using System.Globalization;
using System.Text;
using RabbitMQ.Client;
using Windrow.Core.Messages;

namespace Windrow.Events.Amqp.Source;

/// <summary>Makes metadata of the properties and headers of a message. For one thread.</summary>
internal sealed class AmqpMetadata(bool redelivery)
{
    private const string DeliveryCountHeader = "x-delivery-count";

    private static readonly UTF8Encoding Strict = new(false, throwOnInvalidBytes: true);

    private readonly MetadataDraft _draft = new();

    /// <summary>The members of the body, if it has any, and the properties that are set.</summary>
    public Metadata Make(Metadata body, string exchange, string routingKey, IReadOnlyBasicProperties properties, bool redelivered)
    {
        _draft.Clear();
        foreach (var (key, value) in body)
            _draft.Set(key, value);
        _draft.Set(AmqpKeys.Exchange, exchange);
        _draft.Set(AmqpKeys.RoutingKey, routingKey);
        SetText(AmqpKeys.MessageId, properties.MessageId);
        SetText(AmqpKeys.CorrelationId, properties.CorrelationId);
        SetText(AmqpKeys.ReplyTo, properties.ReplyTo);
        SetText(AmqpKeys.ContentType, properties.ContentType);
        SetText(AmqpKeys.ContentEncoding, properties.ContentEncoding);
        SetText(AmqpKeys.Type, properties.Type);
        SetText(AmqpKeys.AppId, properties.AppId);
        SetText(AmqpKeys.UserId, properties.UserId);
        SetText(AmqpKeys.Expiration, properties.Expiration);
        if (properties.IsPriorityPresent())
            _draft.Set(AmqpKeys.Priority, (long)properties.Priority);
        if (properties.IsTimestampPresent() && TryTime(properties.Timestamp.UnixTime, out var time))
            _draft.Set(AmqpKeys.Timestamp, time);
        if (properties.IsHeadersPresent() && properties.Headers is { } headers)
            SetHeaders(headers);
        if (redelivery)
            _draft.Set(AmqpKeys.Redelivered, redelivered);
        return _draft.Build();
    }

    /// <summary>A value of a header. What metadata cannot hold is its text.</summary>
    public static MetadataValue ValueOf(object? value) => value switch
    {
        null => default,
        byte[] bytes => TextOf(bytes),
        string text => text,
        bool flag => flag,
        byte or sbyte or short or ushort or int or uint or long => Convert.ToInt64(value, CultureInfo.InvariantCulture),
        double real => real,
        float real => (double)real,
        AmqpTimestamp stamp when TryTime(stamp.UnixTime, out var time) => time,
        IDictionary<string, object?> map => MetadataValue.Of(MapOf(map)),
        IList list => MetadataValue.Of(new MetadataList([.. list.Cast<object?>().Select(ValueOf)])),
        _ => Convert.ToString(value, CultureInfo.InvariantCulture) ?? "",
    };

    private static Metadata MapOf(IDictionary<string, object?> map)
    {
        var builder = new MetadataBuilder();
        foreach (var (name, value) in map)
        {
            if (name.Length > 0 && value is not null)
                builder.Set(name, ValueOf(value));
        }

        return builder.Build();
    }

    private static MetadataValue TextOf(byte[] bytes)
    {
        try
        {
            return Strict.GetString(bytes);
        }
        catch (DecoderFallbackException)
        {
            return MetadataValue.Of(bytes);
        }
    }

    // Seconds since 1970, by the protocol; some programs write milliseconds, and years beyond 9999 are theirs.
    private static bool TryTime(long unix, out DateTime time)
    {
        const long Latest = 253_402_300_799;
        var seconds = unix is > Latest or < -Latest ? unix / 1000 : unix;
        var fits = seconds is >= -62_135_596_800 and <= Latest;
        time = fits ? DateTimeOffset.FromUnixTimeSeconds(seconds).UtcDateTime : default;
        return fits;
    }

    private void SetText(MetadataKey key, string? value)
    {
        if (value is not null)
            _draft.Set(key, value);
    }

    private void SetHeaders(IDictionary<string, object?> headers)
    {
        foreach (var (name, value) in headers)
        {
            if (name == DeliveryCountHeader)
            {
                if (redelivery)
                    _draft.Set(AmqpKeys.DeliveryCount, ValueOf(value));
            }
            else if (name.Length > 0 && value is not null)
            {
                _draft.Set(AmqpKeys.Header(name), ValueOf(value));
            }
        }
    }
}
