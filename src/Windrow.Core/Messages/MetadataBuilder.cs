namespace Windrow.Core.Messages;

/// <summary>Collects several changes and makes one new <see cref="Metadata"/> of them. For one thread; not to be used after <see cref="Build"/>.</summary>
public sealed class MetadataBuilder
{
    private readonly IMetadataTail? _tail;
    private readonly List<(MetadataKey Key, MetadataValue Value)> _entries;

    public MetadataBuilder(Metadata start)
    {
        _tail = start.Tail;
        _entries = new List<(MetadataKey, MetadataValue)>(start.Count + 8);
        for (var i = 0; i < start.Count; i++)
            _entries.Add((start.Shape.Keys[i], start.ValueAt(i)));
    }

    public MetadataBuilder()
        : this(Metadata.Empty)
    {
    }

    /// <summary>Sets or replaces a value.</summary>
    public MetadataBuilder Set(MetadataKey key, MetadataValue value)
    {
        var place = Find(key);
        if (place >= 0)
            _entries[place] = (key, value);
        else
            _entries.Insert(~place, (key, value));
        return this;
    }

    public MetadataBuilder Remove(MetadataKey key)
    {
        var place = Find(key);
        if (place >= 0)
            _entries.RemoveAt(place);
        return this;
    }

    public Metadata Build()
    {
        var shape = MetadataShape.Empty;
        var values = new MetadataValue[_entries.Count];
        for (var i = 0; i < values.Length; i++)
        {
            shape = shape.With(_entries[i].Key);
            values[i] = _entries[i].Value;
        }

        return new Metadata(shape, values, _tail);
    }

    private int Find(MetadataKey key)
    {
        var (low, high) = (0, _entries.Count - 1);
        while (low <= high)
        {
            var middle = (low + high) / 2;
            var order = _entries[middle].Key.CompareTo(key);
            if (order == 0)
                return middle;
            if (order < 0)
                low = middle + 1;
            else
                high = middle - 1;
        }

        return ~low;
    }
}
