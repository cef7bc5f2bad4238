namespace Windrow.Core.PlugIns.Collect;

/// <summary>What becomes of a member that comes when its set is over.</summary>
public enum LatePolicy : byte
{
    Ignore,

    /// <summary>The set is emitted again with it, as the next revision.</summary>
    Amend,

    /// <summary>It begins a new set under the same key.</summary>
    NewSet,
}
