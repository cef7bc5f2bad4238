namespace Windrow.Core.Messages;

/// <summary>
/// Reads one key from many metadata sets, remembering where it stood in the last shape seen. A name with points that is no key
/// leads into maps: <c>dataset.name</c> is what the map <c>dataset</c> has under <c>name</c>. Safe for several threads.
/// </summary>
public sealed class MetadataSlot
{
    private readonly (MetadataSlot Map, MetadataSlot Within)[] _splits;
    private Place _last = new(MetadataShape.Empty, -1);

    public MetadataSlot(MetadataKey key)
        : this(key, MaximumPoints)
    {
    }

    private MetadataSlot(MetadataKey key, int points)
    {
        Key = key;
        _splits = points == 0 || !key.Name.Contains('.', StringComparison.Ordinal) ? [] : [.. Splits(key.Name, points)];
    }

    /// <summary>Beyond so many points a name is not taken apart any more.</summary>
    private const int MaximumPoints = 4;

    public MetadataKey Key { get; }

    /// <summary>Whether the name could lead into a map.</summary>
    internal bool IsPath => _splits.Length > 0;

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

        return metadata.TryGetFromTail(Key, out value) || (IsPath && TryGetWithin(metadata, out value));
    }

    private bool TryGetWithin(Metadata metadata, out MetadataValue value)
    {
        foreach (var (map, within) in _splits)
        {
            if (map.TryGet(metadata, out var found) && found.TryGetMap(out var inner) && within.TryGet(inner!, out value))
                return true;
        }

        value = default;
        return false;
    }

    // Keys of peers have points of their own, so every point may be the one behind the map's name.
    private static IEnumerable<(MetadataSlot Map, MetadataSlot Within)> Splits(string name, int points)
    {
        for (var at = name.IndexOf('.', 1); at > 0 && at < name.Length - 1; at = name.IndexOf('.', at + 1))
            yield return (new MetadataSlot(name[..at], 0), new MetadataSlot(name[(at + 1)..], points - 1));
    }

    private sealed record Place(MetadataShape Shape, int Index);
}
