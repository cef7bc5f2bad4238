using Windrow.Core.Configuration;

namespace Windrow.Core.Stages;

/// <summary>
/// What a kind of queue can do. <c>check</c> refuses a stage that asks for more, and the compliance tests of queues hold a
/// kind to what it says here. A further kind is a further row.
/// </summary>
/// <param name="Kind">The kind.</param>
/// <param name="Name">As <c>stage.queue</c> has it.</param>
public sealed record QueueCapabilities(QueueKind Kind, string Name)
{
    private static readonly QueueCapabilities[] Rows =
    [
        new(QueueKind.Memory, "memory") { KeyedOrder = true, Unordered = true, Priority = true, BackOff = true, FlushBarrier = true, SlowsProducers = true },
        new(QueueKind.Durable, "durable") { KeyedOrder = true, Unordered = true, Priority = true, BackOff = true, FlushBarrier = true, OutlivesProcess = true, NeedsState = true, KnowsDuplicates = true },
        new(QueueKind.Amqp, "amqp") { KeyedOrder = true, Unordered = true, UnorderedPriority = true, BackOff = true, OutlivesProcess = true, NeedsState = true, SeveralHosts = true },
    ];

    /// <summary>One row for each kind.</summary>
    public static IReadOnlyList<QueueCapabilities> All => Rows;

    /// <summary>Several workers keep the order of messages with equal keys.</summary>
    public bool KeyedOrder { get; init; }

    /// <summary>Order may be given up, so that a message that is tried again holds up nobody.</summary>
    public bool Unordered { get; init; }

    /// <summary>Urgent messages go before others, of other keys.</summary>
    public bool Priority { get; init; }

    /// <summary>Urgent messages go before others where order is given up.</summary>
    public bool UnorderedPriority { get; init; }

    /// <summary>A message waits for another try without a worker, and holds up its key only.</summary>
    public bool BackOff { get; init; }

    /// <summary>A flush overtakes nothing and is not overtaken.</summary>
    public bool FlushBarrier { get; init; }

    /// <summary>Producers wait at <c>maximum-count</c> and <c>maximum-bytes</c>; else these are for what is in memory, and the rest waits elsewhere.</summary>
    public bool SlowsProducers { get; init; }

    /// <summary>What is in it is there after a crash, and what goes in is settled.</summary>
    public bool OutlivesProcess { get; init; }

    /// <summary>It needs the flow's state, for what is in it or for its dead letters.</summary>
    public bool NeedsState { get; init; }

    /// <summary>Processes of several hosts take from it.</summary>
    public bool SeveralHosts { get; init; }

    /// <summary>A message that is in it, and comes again with the same id, is there once.</summary>
    public bool KnowsDuplicates { get; init; }

    /// <exception cref="ArgumentOutOfRangeException">The kind has no row.</exception>
    public static QueueCapabilities Of(QueueKind kind) =>
        Array.Find(Rows, row => row.Kind == kind) ?? throw new ArgumentOutOfRangeException(nameof(kind), kind, "a kind of queue without a row");

    /// <summary>Reports what a stage asks for and this kind cannot do.</summary>
    public void Check(StageOptions stage, OptionReport report)
    {
        if (stage.Key.Count > 0 && stage.Ordered && !KeyedOrder)
            Refuse(report, "key", "keep order within keys", static row => row.KeyedOrder);
        if (!stage.Ordered && !Unordered)
            Refuse(report, "ordered", "give up order", static row => row.Unordered);
        if (stage.Priority is not null && !Priority && !(UnorderedPriority && !stage.Ordered))
            Refuse(report, "priority", UnorderedPriority ? "let urgent messages go before others and keep order; 'ordered: false' gives that up" : "let urgent messages go before others", static row => row.Priority);
    }

    private void Refuse(OptionReport report, string option, string what, Func<QueueCapabilities, bool> can) => report.Error(
        option, $"a queue of the kind '{Name}' cannot {what}", $"leave '{option}' out, or take one that can: {string.Join(", ", Rows.Where(can).Select(static row => row.Name))}", Rules.QueueCannot);
}
