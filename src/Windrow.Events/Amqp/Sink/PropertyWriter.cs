using System.Globalization;
using RabbitMQ.Client;
using Windrow.Core.Errors;
using Windrow.Core.Messages;
using Windrow.Core.Patterns;

namespace Windrow.Events.Amqp.Sink;

/// <summary>Makes the properties and headers of a message to be published. For one thread.</summary>
internal sealed class PropertyWriter
{
    private const int LongestShortText = 255; // bytes, by the protocol

    private readonly (string Name, TextPattern Value)[] _properties;
    private readonly (string Name, TextPattern Value)[] _headers;
    private readonly string _contentType;
    private readonly DeliveryModes _mode;

    // An extractor answers to whom the event names; without these nobody would know of its work.
    private static readonly (string Name, string Value)[] OfClowder = [("correlation-id", "{amqp.correlation_id}"), ("reply-to", "{amqp.reply_to}")];

    public PropertyWriter(AmqpSinkOptions options)
    {
        var passed = options.Body == SinkBody.Clowder ? OfClowder.Where(each => !options.Properties.ContainsKey(each.Name)) : [];
        _properties = [.. options.Properties.Select(static each => (each.Key, each.Value)).Concat(passed).Select(static each => (each.Item1, new TextPattern(FilePattern.Parse(each.Item2))))];
        _headers = [.. options.Headers.Select(static each => (each.Key, new TextPattern(FilePattern.Parse(each.Value))))];
        _contentType = options.Body switch { SinkBody.Payload => "application/octet-stream", SinkBody.Template => "text/plain", _ => "application/json" };
        _mode = options.Persistent ? DeliveryModes.Persistent : DeliveryModes.Transient;
    }

    public static IReadOnlyList<string> Names { get; } =
        ["content-type", "content-encoding", "correlation-id", "reply-to", "type", "app-id", "user-id", "expiration", "priority", "message-id"];

    /// <exception cref="FailureException">A value does not fit.</exception>
    public BasicProperties Make(Message message)
    {
        var made = new BasicProperties { ContentType = _contentType, DeliveryMode = _mode, MessageId = null };
        foreach (var (name, pattern) in _properties)
        {
            // What is passed on from a message that did not have it is left out.
            if (pattern.TryCompose(message.Metadata, out var text, out _))
                Set(made, name, text);
        }

        if (!made.IsMessageIdPresent())
            made.MessageId = message.Id.ToString();
        foreach (var (name, pattern) in _headers)
        {
            if (pattern.TryCompose(message.Metadata, out var text, out _))
                (made.Headers ??= new Dictionary<string, object?>(StringComparer.Ordinal))[name] = text;
        }

        return made;
    }

    private static void Set(BasicProperties properties, string name, string text)
    {
        if (System.Text.Encoding.UTF8.GetByteCount(text) > LongestShortText)
            throw new FailureException(Failure.Permanent($"the property '{name}' would be longer than {LongestShortText} bytes", "shorten what it is composed of"));
        switch (name)
        {
            case "content-type": properties.ContentType = text; break;
            case "content-encoding": properties.ContentEncoding = text; break;
            case "correlation-id": properties.CorrelationId = text; break;
            case "reply-to": properties.ReplyTo = text; break;
            case "type": properties.Type = text; break;
            case "app-id": properties.AppId = text; break;
            case "user-id": properties.UserId = text; break;
            case "message-id": properties.MessageId = text; break;
            case "expiration" when long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out _): properties.Expiration = text; break;
            case "priority" when byte.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var priority): properties.Priority = priority; break;
            default: throw new FailureException(Failure.Permanent($"the property '{name}' is a whole number, not '{text}'", "correct the pattern in 'properties'"));
        }
    }
}
