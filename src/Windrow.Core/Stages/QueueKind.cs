namespace Windrow.Core.Stages;

/// <summary>How a stage keeps the messages that wait in it.</summary>
public enum QueueKind : byte
{
    /// <summary>In memory, bounded by count and bytes.</summary>
    Memory,
}
