using Windrow.Core.Configuration;
using Windrow.Events.Amqp.Brokers;

namespace Windrow.Events.Amqp.Source;

/// <summary>Options of the <c>amqp</c> source.</summary>
public sealed class AmqpSourceOptions
{
    private const int MostPrefetched = ushort.MaxValue;

    public static readonly OptionSet<AmqpSourceOptions> Set = BrokerOptions.AddTo(new OptionSet<AmqpSourceOptions>("amqp"), static o => o.Broker)
        .Text("queue", static o => o.Queue, static (o, v) => o.Queue = v, "The queue to take messages from.", required: true, example: "surface-events")
        .Choice("declare", static o => o.Declare, static (o, v) => o.Declare = v, "Whether the queue is made when it is not there: 'passive' takes it as it is, 'none' does not even ask, 'classic' and 'quorum' make a durable one of that kind.", [("passive", DeclareMode.Passive), ("none", DeclareMode.None), ("classic", DeclareMode.Classic), ("quorum", DeclareMode.Quorum)])
        .Map("arguments", static o => o.Arguments, static (o, v) => o.Arguments = v, "Arguments of the declaration; whole numbers, true and false are sent as such.", example: "{x-max-length: \"100000\", x-dead-letter-exchange: dead}")
        .ListOf("bindings", BindingOptions.Set, static (o, v) => o.Bindings = v, "The exchanges that the queue gets messages from.", example: "[{exchange: events, type: topic, keys: [surface.#]}]")
        .Integer("prefetch", static o => o.Prefetch, static (o, v) => o.Prefetch = v, "Messages that the broker may send ahead of their acknowledgement.", min: 1, max: MostPrefetched)
        .ByteSize("prefetch-bytes", static o => o.PrefetchBytes, static (o, v) => o.PrefetchBytes = v, "Bytes of bodies that may be under way; where bodies are large, fewer messages are sent ahead.", min: 1)
        .Choice("body", static o => o.Body, static (o, v) => o.Body = v, "What the body is: 'json', an object whose members become metadata; 'bytes', the payload; 'json-and-bytes', both; 'clowder', an event of a Clowder server, whose key to the data stays within the payload.", [("json", BodyForm.Json), ("bytes", BodyForm.Bytes), ("json-and-bytes", BodyForm.JsonAndBytes), ("clowder", BodyForm.Clowder)])
        .Choice("id", static o => o.Id, static (o, v) => o.Id = v, "By what a message is recognised when it comes again: its property message-id, or its content where it has none; always its content; or 'arrival', not at all.", [("message-id", IdSource.MessageId), ("content", IdSource.Content), ("arrival", IdSource.Arrival)])
        .Flag("redelivery", static o => o.Redelivery, static (o, v) => o.Redelivery = v, "Add amqp.redelivered and amqp.delivery_count. They differ when the same message comes again, and so does what is made of them.")
        .Choice("dead-letters", static o => o.DeadLetters, static (o, v) => o.DeadLetters = v, "What the broker is told of a message that became a dead letter: 'acknowledge', as 'windrow dlq' has it; or 'reject', so that it goes to the queue's dead-letter exchange too.", [("acknowledge", Settlement.Acknowledge), ("reject", Settlement.Reject)])
        .Choice("unmatched", static o => o.Unmatched, static (o, v) => o.Unmatched = v, "What the broker is told of a message that no plan wants.", [("acknowledge", Settlement.Acknowledge), ("reject", Settlement.Reject)])
        .Check(static (o, report) =>
        {
            if (o.Arguments.Count > 0 && o.Declare is DeclareMode.Passive or DeclareMode.None)
                report.Error("arguments", "they are for a declaration, and none is made", "write 'declare: quorum' or 'declare: classic', or leave them out");
        });

    public BrokerOptions Broker { get; internal init; } = new();

    public string Queue { get; set; } = "";

    public DeclareMode Declare { get; set; }

    public IReadOnlyDictionary<string, string> Arguments { get; set; } = new Dictionary<string, string>();

    public IReadOnlyList<BindingOptions> Bindings { get; set; } = [];

    public int Prefetch { get; set; } = 500;

    public long PrefetchBytes { get; set; } = 64L << 20;

    public BodyForm Body { get; set; }

    public IdSource Id { get; set; }

    public bool Redelivery { get; set; }

    public Settlement DeadLetters { get; set; }

    public Settlement Unmatched { get; set; }
}
