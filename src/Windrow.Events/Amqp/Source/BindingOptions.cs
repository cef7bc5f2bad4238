using Windrow.Core.Configuration;

namespace Windrow.Events.Amqp.Source;

/// <summary>From which exchange a queue gets messages, and which.</summary>
public sealed class BindingOptions
{
    private static readonly (string, ExchangeType)[] Types =
        [("existing", ExchangeType.Existing), ("topic", ExchangeType.Topic), ("direct", ExchangeType.Direct), ("fanout", ExchangeType.Fanout), ("headers", ExchangeType.Headers)];

    public static readonly OptionSet<BindingOptions> Set = new OptionSet<BindingOptions>("a binding")
        .Text("exchange", static o => o.Exchange, static (o, v) => o.Exchange = v, "The exchange.", required: true, example: "events")
        .Choice("type", static o => o.Type, static (o, v) => o.Type = v, "The exchange's type, with which it is made durable unless it is there; 'existing' makes nothing.", Types)
        .TextList("keys", static o => o.Keys, static (o, v) => o.Keys = v, "Routing keys; with topic, patterns of words: '*' is one word, '#' any number.", example: "[surface.#, \"*.warning\"]")
        .Map("headers", static o => o.Headers, static (o, v) => o.Headers = v, "For headers: the values that a message has to have; 'x-match: any' wants one of them.", example: "{sensor: flir, x-match: all}")
        .Check(static (o, report) =>
        {
            if (o.Type == ExchangeType.Headers && o.Headers.Count == 0)
                report.Error("headers", "an exchange of type headers chooses by them, and none are named", "write for example headers: {sensor: flir}");
            if (o.Type is ExchangeType.Topic or ExchangeType.Direct && o.Keys.Count == 0)
                report.Error("keys", "no routing key is named, so nothing would come", "write for example keys: [surface.#]");
        });

    public string Exchange { get; set; } = "";

    public ExchangeType Type { get; set; }

    public IReadOnlyList<string> Keys { get; set; } = [];

    public IReadOnlyDictionary<string, string> Headers { get; set; } = new Dictionary<string, string>();

    /// <summary>The type as the protocol has it.</summary>
    internal static string NameOf(ExchangeType type) => Types.First(each => each.Item2 == type).Item1;
}
