namespace Windrow.Core.PlugIns.Collect;

/// <summary>What becomes of a set that is incomplete at its deadline.</summary>
public enum DeadlinePolicy : byte
{
    /// <summary>It is emitted as it is, unless a critical member is missing.</summary>
    Emit,

    Drop,

    /// <summary>A message tells what is missing, and the set waits on.</summary>
    Alert,
}
