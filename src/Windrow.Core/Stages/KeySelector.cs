using Windrow.Core.Messages;

namespace Windrow.Core.Stages;

/// <summary>
/// Turns the values of some metadata keys into one number. Two groups that meet in one number merely keep their order
/// together, so no comparison of the values themselves is needed.
/// </summary>
internal sealed class KeySelector(MetadataSlot[] slots)
{
    public bool IsEmpty => slots.Length == 0;

    public ulong Of(Metadata metadata)
    {
        var hash = 0UL;
        foreach (var slot in slots)
        {
            var value = slot.TryGet(metadata, out var found) ? (uint)found.GetHashCode() + 1UL : 0UL;
            hash = ((hash ^ value) * 0x9E3779B97F4A7C15UL) ^ (hash >> 29);
        }

        return hash;
    }
}
