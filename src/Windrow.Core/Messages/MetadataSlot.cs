namespace Windrow.Core.Messages;

/// <summary>Reads one key from many metadata sets, remembering where it stood in the last shape seen. Safe for several threads.</summary>
public sealed class MetadataSlot(MetadataKey key)
{
    private Place _last = new(MetadataShape.Empty, -1);

    public MetadataKey Key { get; } = key;

    public bool TryGet(Metadata metadata, out MetadataValue value)
    {
        var last = _last;
        if (!ReferenceEquals(last.Shape, metadata.Shape))
        {
            last = new Place(metadata.Shape, metadata.Shape.IndexOf(Key));
            _last = last;
        }

        if (last.Index >= 0)
        {
            value = metadata.ValueAt(last.Index);
            return true;
        }

        return metadata.TryGetFromTail(Key, out value);
    }

    private sealed record Place(MetadataShape Shape, int Index);
}
