using Windrow.Core.Configuration;
using Windrow.Core.Patterns;
using Windrow.Events.Amqp.Brokers;
using Windrow.Events.Amqp.Source;

namespace Windrow.Events.Amqp.Sink;

/// <summary>Options of the <c>amqp</c> sink.</summary>
public sealed class AmqpSinkOptions
{
    private static readonly (string, ExchangeType)[] Types =
        [("existing", ExchangeType.Existing), ("topic", ExchangeType.Topic), ("direct", ExchangeType.Direct), ("fanout", ExchangeType.Fanout), ("headers", ExchangeType.Headers)];

    public static readonly OptionSet<AmqpSinkOptions> Set = BrokerOptions.AddTo(new OptionSet<AmqpSinkOptions>("amqp"), static o => o.Broker)
        .Parsed("exchange", static o => o.Exchange.Text, static (o, v) => Read(v, pattern => o.Exchange = pattern), "The exchange to publish to, as a pattern over the metadata; without one the routing key is the name of a queue.", example: "products")
        .Parsed("routing-key", static o => o.RoutingKey?.Text, static (o, v) => Read(v, pattern => o.RoutingKey = pattern), "The routing key, as a pattern over the metadata.", required: true, example: "\"{sensor}.{level}\"")
        .Choice("exchange-type", static o => o.ExchangeType, static (o, v) => o.ExchangeType = v, "The exchange's type, with which it is made durable unless it is there; 'existing' makes nothing.", Types)
        .Choice("body", static o => o.Body, static (o, v) => o.Body = v, "What is published: 'metadata', a JSON object of the metadata without those under 'amqp.'; 'message', an object with id, kind, origin and metadata; 'payload', its octets; 'template', the text of 'template'; 'clowder', what an extractor of Clowder takes: the payload, an event as 'body: clowder' of the source has it, with 'parameters' of the metadata and marked as checked; correlation id and reply-to go on.", [("metadata", SinkBody.Metadata), ("message", SinkBody.Message), ("payload", SinkBody.Payload), ("template", SinkBody.Template), ("clowder", SinkBody.Clowder)])
        .Parsed("template", static o => o.Template?.Text, static (o, v) => Read(v, pattern => o.Template = pattern), "The body as a pattern over the metadata; braces of its own are doubled.", example: "'{{\"id\": \"{id}\"}}'")
        .TextList("keys", static o => o.Keys, static (o, v) => o.Keys = v, "For GRIB fields, the keys of ecCodes to publish; by default those that identify the field. Metadata set in the flow are always published.", example: "[shortName, level, step]")
        .Map("headers", static o => o.Headers, static (o, v) => o.Headers = v, "Headers, their values as patterns over the metadata; a header whose value has no metadata is left out.", example: "{sensor: \"{sensor}\"}")
        .Map("properties", static o => o.Properties, static (o, v) => o.Properties = v, "Properties, as patterns over the metadata: content-type, content-encoding, correlation-id, reply-to, type, app-id, user-id, expiration, priority, message-id. The message-id is the id of the message unless it is said here.", example: "{correlation-id: \"{amqp.correlation_id}\", reply-to: clowder.abc}")
        .Flag("persistent", static o => o.Persistent, static (o, v) => o.Persistent = v, "Whether durable queues keep the message when the broker is restarted.")
        .Choice("unroutable", static o => o.Unroutable, static (o, v) => o.Unroutable = v, "What becomes of a message that no queue gets: 'dead-letter', or 'wait' until there is one.", [("dead-letter", UnroutablePolicy.DeadLetter), ("wait", UnroutablePolicy.Wait)])
        .Integer("window", static o => o.Window, static (o, v) => o.Window = v, "Messages that may be published and not confirmed yet.", min: 1, max: 100_000)
        .ByteSize("window-bytes", static o => o.WindowBytes, static (o, v) => o.WindowBytes = v, "Bytes of bodies that may be published and not confirmed yet.", min: 1)
        .Check(static (o, report) =>
        {
            if (o.Body == SinkBody.Template != o.Template is not null)
                report.Error("template", o.Template is null ? "the body is to be a template, and there is none" : "there is a template, and the body is something else", "write both 'body: template' and 'template'");
            if (o.ExchangeType != ExchangeType.Existing && (o.Exchange.Fields.Count > 0 || o.Exchange.Text.Length == 0))
                report.Error("exchange-type", "only an exchange with a fixed name can be declared", "write the name under 'exchange', or leave 'exchange-type' out");
            foreach (var (name, pattern) in o.Properties)
            {
                if (!PropertyWriter.Names.Contains(name))
                    report.Error("properties", $"'{name}' is no property", $"the properties are {string.Join(", ", PropertyWriter.Names)}");
                else if (Read(pattern, static _ => { }) is { } problem)
                    report.Error("properties", $"the pattern of '{name}': {problem}");
            }

            foreach (var (name, pattern) in o.Headers)
            {
                if (Read(pattern, static _ => { }) is { } problem)
                    report.Error("headers", $"the pattern of '{name}': {problem}");
            }
        });

    public BrokerOptions Broker { get; } = new();

    public FilePattern Exchange { get; private set; } = FilePattern.Parse("");

    public FilePattern? RoutingKey { get; private set; }

    public ExchangeType ExchangeType { get; set; }

    public SinkBody Body { get; set; }

    public FilePattern? Template { get; private set; }

    public IReadOnlyList<string> Keys { get; set; } = [];

    public IReadOnlyDictionary<string, string> Headers { get; set; } = new Dictionary<string, string>();

    public IReadOnlyDictionary<string, string> Properties { get; set; } = new Dictionary<string, string>();

    public bool Persistent { get; set; } = true;

    public UnroutablePolicy Unroutable { get; set; }

    public int Window { get; set; } = 1_000;

    public long WindowBytes { get; set; } = 64L << 20;

    private static string? Read(string text, Action<FilePattern> set)
    {
        try
        {
            set(FilePattern.Parse(text));
            return null;
        }
        catch (PatternException exception)
        {
            return $"at character {exception.Offset + 1}: {exception.Message}";
        }
    }
}
