using System.Runtime.InteropServices;
using Windrow.Core.Messages;

namespace Windrow.Core.Stages.Durable;

/// <summary>How rows of a durable queue are ordered: the urgency of a message, and whose order it is part of.</summary>
internal sealed class RowOrder
{
    private readonly MetadataSlot[] _key;
    private readonly MetadataSlot? _priority;
    private readonly bool _isOrdered;

    public RowOrder(StageOptions options)
    {
        _isOrdered = options.Ordered;
        _key = options.Ordered ? [.. options.Key.Select(static name => new MetadataSlot(name))] : [];
        _priority = options.Priority is null ? null : new MetadataSlot(options.Priority);
        Declaration = options.Priority is null ? "" : string.Join('\n', [options.Priority, options.Ordered ? "ordered" : "", .. options.Ordered ? options.Key : []]);
    }

    /// <summary>Whether a row may go before an older one.</summary>
    public bool HasPriorities => _priority is not null;

    /// <summary>Rows that were written under another declaration cannot be told apart by this one. Empty: without priorities all are alike.</summary>
    public string Declaration { get; }

    public int PriorityOf(Message message)
    {
        if (_priority is null)
            return 0;
        if (message.Kind == MessageKind.Flush)
            return ReadyGroups.Levels - 1;
        return _priority.TryGet(message.Metadata, out var value) && value.TryGetInt64(out var level) ? (int)Math.Clamp(level, 0, ReadyGroups.Levels - 1) : 0;
    }

    /// <summary>The same in every process, unlike the hash codes of the memory queue. Null: no order to keep between priorities.</summary>
    public long? KeyOf(Message message)
    {
        if (_priority is null || !_isOrdered)
            return null;
        var hash = default(MessageId);
        foreach (var slot in _key)
            hash = slot.TryGet(message.Metadata, out var value) ? hash.With(MemoryMarshal.AsBytes(value.ToString().AsSpan())) : hash.With(0);
        return unchecked((long)hash.Low);
    }
}
