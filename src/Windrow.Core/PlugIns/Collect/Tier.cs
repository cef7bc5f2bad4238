namespace Windrow.Core.PlugIns.Collect;

/// <summary>How much a set needs a member.</summary>
internal enum Tier : byte
{
    /// <summary>Without it the set is never emitted.</summary>
    Critical,

    /// <summary>With all of these the set is emitted at once.</summary>
    Wanted,

    /// <summary>It belongs to the set, which does not wait for it.</summary>
    All,
}
