using Windrow.Core.Configuration;
using Windrow.Events.Amqp.Brokers;

namespace Windrow.Events.Amqp.Stages;

/// <summary>What a stage says of the broker that keeps its queue.</summary>
public sealed class AmqpStageOptions
{
    public static readonly OptionSet<AmqpStageOptions> Set = BrokerOptions.AddTo(new OptionSet<AmqpStageOptions>("the broker of a stage"), static o => o.Broker)
        .Text("name", static o => o.Name, static (o, v) => o.Name = v, "What the names of the queues begin with; by default the flow, the plan and the action. All hosts that work on the stage have the same, and nobody else does.", example: "forecast.render")
        .Choice("kind", static o => o.Kind, static (o, v) => o.Kind = v, "How the broker keeps the queues: 'quorum', on several nodes of its cluster, or 'classic', on one.", [("quorum", StageQueueKind.Quorum), ("classic", StageQueueKind.Classic)])
        .Integer("partitions", static o => o.Partitions, static (o, v) => o.Partitions = v, "For 'key': queues that the keys are spread over. One host at a time has a partition, so there are to be more than hosts; the number is the same on all of them, and is changed only while the queues are empty.", min: 1, max: 256)
        .ByteSize("inline-at-most", static o => o.InlineAtMost, static (o, v) => o.InlineAtMost = v, "Payloads up to this size are sent through the broker.", min: 0, max: 128L << 20)
        .Text("payloads", static o => o.Payloads, static (o, v) => o.Payloads = v, "Directory for larger ones, which all hosts have at the same path. Without it a message with a larger payload is a dead letter.", example: "/shared/windrow/payloads")
        .Integer("delivery-limit", static o => o.DeliveryLimit, static (o, v) => o.DeliveryLimit = v, "A message of a quorum queue that so many hosts have not finished, as they broke down or lost their connection, is a dead letter.", min: 1, max: 1_000_000);

    public BrokerOptions Broker { get; } = new();

    public string Name { get; set; } = "";

    public StageQueueKind Kind { get; set; }

    public int Partitions { get; set; } = 8;

    public long InlineAtMost { get; set; } = 1 << 20;

    public string? Payloads { get; set; }

    public int DeliveryLimit { get; set; } = 20;
}
