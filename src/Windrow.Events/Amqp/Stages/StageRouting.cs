using System.Globalization;
using System.Runtime.InteropServices;
using Windrow.Core.Messages;
using Windrow.Core.Stages;

namespace Windrow.Events.Amqp.Stages;

/// <summary>
/// The queues of a stage, and which of them a message goes to: one for each partition of the keys, one for each urgency, or one. Where order is kept only one
/// consumer at a time is active on a queue.
/// </summary>
internal sealed class StageRouting
{
    private const int Urgencies = 10;

    private readonly MetadataSlot[] _key;
    private readonly MetadataSlot? _priority;
    private readonly bool _isQuorum;

    public StageRouting(AmqpStageOptions options, StageOptions stage)
    {
        (IsOrdered, _isQuorum) = (stage.Ordered, options.Kind == StageQueueKind.Quorum);
        _key = stage.Ordered ? [.. stage.Key.Select(static name => new MetadataSlot(name))] : [];
        _priority = stage.Priority is null ? null : new MetadataSlot(stage.Priority);
        Queues = _priority is not null ? Named(options.Name, "urgency", Urgencies) : _key.Length > 0 ? Named(options.Name, "partition", options.Partitions) : [options.Name];
        var arguments = new Dictionary<string, string>();
        if (IsOrdered)
            arguments["x-single-active-consumer"] = "true";
        Arguments = arguments;
    }

    /// <summary>Whether a queue is one host's at a time.</summary>
    public bool IsOrdered { get; }

    public IReadOnlyList<string> Queues { get; }

    /// <summary>Whether messages may wait for another try in queues of their own.</summary>
    public bool HasDelays => !IsOrdered && _isQuorum;

    /// <summary>Arguments of their declaration.</summary>
    public IReadOnlyDictionary<string, string> Arguments { get; }

    /// <summary>The queue that a message belongs to: the same in every process.</summary>
    public string QueueOf(Metadata metadata)
    {
        if (_priority is not null)
            return Queues[_priority.TryGet(metadata, out var value) && value.TryGetInt64(out var level) ? (int)Math.Clamp(level, 0, Urgencies - 1) : 0];
        if (_key.Length == 0)
            return Queues[0];
        var hash = default(MessageId);
        foreach (var slot in _key)
            hash = slot.TryGet(metadata, out var value) ? hash.With(MemoryMarshal.AsBytes(value.ToString().AsSpan())) : hash.With(0);
        return Queues[(int)(hash.Low % (ulong)Queues.Count)];
    }

    private static string[] Named(string name, string what, int count) => [.. Enumerable.Range(0, count).Select(number => string.Create(CultureInfo.InvariantCulture, $"{name}.{what}-{number}"))];
}
