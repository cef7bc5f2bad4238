using Windrow.Core.Messages;

namespace Windrow.Core.Stages;

/// <summary>A message in a stage and the action in the segment that it goes to: the first one, or where it failed before.</summary>
internal readonly struct StageItem(Message message, int index, KeyGroup group)
{
    public Message Message { get; } = message;

    public int Index { get; } = index;

    /// <summary>Whose order the item is part of.</summary>
    public KeyGroup Group { get; } = group;
}
