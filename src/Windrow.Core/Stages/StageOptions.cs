using System.Globalization;
using Windrow.Core.Configuration;
using Windrow.Core.Messages;

namespace Windrow.Core.Stages;

/// <summary>How a segment's queue is kept and how many work on it.</summary>
public sealed class StageOptions
{
    public static readonly OptionSet<StageOptions> Set = new OptionSet<StageOptions>("a stage")
        .Choice("queue", static o => o.Queue, static (o, v) => o.Queue = v, "How the queue is kept.", [.. QueueCapabilities.All.Select(static row => (row.Name, row.Kind))])
        .Parsed("workers", static _ => "1", static (o, v) => o.ReadWorkers(v), "How many messages are worked on at the same time: a number, or 'cores', as many as the machine has.", example: "4")
        .TextList("key", static o => o.Key, static (o, v) => o.Key = v, "Messages with equal values of these metadata keys stay in order; without any, all do.", example: "[param, level]")
        .Flag("ordered", static o => o.Ordered, static (o, v) => o.Ordered = v, "False: order does not matter, and a message that is retried holds up nobody.")
        .Text("priority", static o => o.Priority, static (o, v) => o.Priority = v, "The metadata key whose value, 0 to 9, says how urgent a message is. It chooses between keys, never within one.", example: "urgency")
        .Integer("maximum-count", static o => o.MaximumCount, static (o, v) => o.MaximumCount = v, "Messages that may wait before the producers are slowed.", min: 1)
        .ByteSize("maximum-bytes", static o => o.MaximumBytes, static (o, v) => o.MaximumBytes = v, "Bytes of payload that may wait before the producers are slowed.", min: 1)
        .Node("broker", static (o, v) => o.Broker = v, "For amqp: the broker, and how its queues are made.", example: "{uri: \"amqp://windrow:${secret:broker-password}@broker/weather\", name: forecast.render}")
        .Check(static (o, report) =>
        {
            QueueCapabilities.Of(o.Queue).Check(o, report);
            if (o.Workers > 1 && o.Ordered && o.Key.Count == 0)
                report.Error("workers", $"{o.Workers} workers keep order only within a key, and none is named", "add 'key: [param, level]' or the like, or write 'ordered: false'", Rules.UnorderedWorkers);
        });

    private const int MostWorkers = 1024;

    public QueueKind Queue { get; set; }

    /// <summary>Messages that may wait before the producers are slowed.</summary>
    public long MaximumCount { get; set; } = 1_000;

    /// <summary>Bytes of payload that may wait before the producers are slowed.</summary>
    public long MaximumBytes { get; set; } = 256L << 20;

    /// <summary>How many threads may work on the segment at the same time.</summary>
    public int Workers { get; set; } = 1;

    /// <summary>Messages with equal values of these keys stay in order; none: all stay in order, behind one worker.</summary>
    public IReadOnlyList<string> Key { get; set; } = [];

    /// <summary>False: order does not matter, and a message that is retried holds up nobody.</summary>
    public bool Ordered { get; set; } = true;

    /// <summary>The key whose int64 value, 0 to 9, says how urgent a message is; null: all alike.</summary>
    public string? Priority { get; set; }

    /// <summary>What is said of the broker that keeps the queue; null: nothing.</summary>
    public ConfigNode? Broker { get; set; }

    /// <summary>Makes the queue that is kept elsewhere; null: it is not.</summary>
    internal Func<Remote.RemoteQueueContext, Remote.RemoteQueue>? Remote { get; set; }

    private string? ReadWorkers(string text)
    {
        if (text == "cores")
            Workers = Environment.ProcessorCount;
        else if (int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var workers) && workers is >= 1 and <= MostWorkers)
            Workers = workers;
        else
            return $"it is a number from 1 to {MostWorkers}, or 'cores'";
        return null;
    }

    /// <summary>The same stage with a queue in memory.</summary>
    internal StageOptions InMemory()
    {
        var copy = (StageOptions)MemberwiseClone();
        (copy.Queue, copy.Broker, copy.Remote) = (QueueKind.Memory, null, null);
        return copy;
    }

    internal KeySelector Selector() => new(Key.Select(static name => new MetadataSlot(name)).ToArray());
}
