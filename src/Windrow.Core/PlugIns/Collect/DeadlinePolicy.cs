namespace Windrow.Core.PlugIns.Collect;

/// <summary>What becomes of a set that is incomplete at its deadline.</summary>
public enum DeadlinePolicy : byte
{
    Emit,
    Drop,
}
