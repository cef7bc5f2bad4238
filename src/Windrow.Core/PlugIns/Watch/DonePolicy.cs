namespace Windrow.Core.PlugIns.Watch;

/// <summary>What becomes of a file that was read.</summary>
public enum DonePolicy : byte
{
    /// <summary>It stays, and a journal remembers it.</summary>
    Keep,
    Move,
    Delete,
}
