using Windrow.Core.Messages;

namespace Windrow.Fields.KnownMetadata;

/// <summary>Looks for a slip of one key in many metadata sets that lack it, remembering what the last shape had. Safe for several threads.</summary>
internal sealed class SlipSlot(string key)
{
    private Place _last = new(MetadataShape.Empty, null);

    /// <returns>The key that looks like a slip; null when there is none.</returns>
    public string? Find(Metadata metadata)
    {
        var last = _last;
        if (!ReferenceEquals(last.Shape, metadata.Shape))
            _last = last = new Place(metadata.Shape, KnownKeys.SlipOf(key, metadata));
        return last.Slip;
    }

    private sealed record Place(MetadataShape Shape, string? Slip);
}
