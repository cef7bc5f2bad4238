using Windrow.Core.Messages;

namespace Windrow.Core.Stages;

/// <summary>A message in a stage and the action in the segment that it goes to: the first one, or where it failed before.</summary>
internal readonly struct StageItem(Message message, int index, KeyGroup group, long bytes, uint came)
{
    public Message Message { get; } = message;

    public int Index { get; } = index;

    /// <summary>When it came, by the <see cref="CoarseClock"/>. Beside the index it takes no room.</summary>
    public uint Came { get; } = came;

    /// <summary>Size of the payload when the item was put into the stage; the message itself may have another one by the time it ends.</summary>
    public long Bytes { get; } = bytes;

    /// <summary>Whose order the item is part of.</summary>
    public KeyGroup Group { get; } = group;
}
