namespace Windrow.Core.Messages;

/// <summary>Collects several changes and makes one new <see cref="Metadata"/> of them. For one thread; not to be used after <see cref="Build"/>.</summary>
public sealed class MetadataBuilder
{
    private readonly IMetadataTail? _tail;
    private MetadataKey[] _keys;
    private MetadataValue[] _values;
    private int _count;

    public MetadataBuilder(Metadata start)
    {
        _tail = start.Tail;
        _count = start.Count;
        _keys = new MetadataKey[_count + 8];
        _values = new MetadataValue[_count + 8];
        for (var i = 0; i < _count; i++)
            (_keys[i], _values[i]) = (start.Shape.Keys[i], start.ValueAt(i));
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
            _values[place] = value;
        else
            Insert(~place, key, value);
        return this;
    }

    public MetadataBuilder Remove(MetadataKey key)
    {
        var place = Find(key);
        if (place < 0)
            return this;
        _count--;
        Array.Copy(_keys, place + 1, _keys, place, _count - place);
        Array.Copy(_values, place + 1, _values, place, _count - place);
        return this;
    }

    public Metadata Build()
    {
        var shape = MetadataShape.Empty;
        for (var i = 0; i < _count; i++)
            shape = shape.With(_keys[i]);
        return new Metadata(shape, _values[.._count], _tail);
    }

    private void Insert(int place, MetadataKey key, MetadataValue value)
    {
        if (_count == _keys.Length)
        {
            Array.Resize(ref _keys, 2 * _count);
            Array.Resize(ref _values, 2 * _count);
        }

        Array.Copy(_keys, place, _keys, place + 1, _count - place);
        Array.Copy(_values, place, _values, place + 1, _count - place);
        (_keys[place], _values[place]) = (key, value);
        _count++;
    }

    private int Find(MetadataKey key)
    {
        var (low, high) = (0, _count - 1);
        while (low <= high)
        {
            var middle = (low + high) / 2;
            var order = _keys[middle].CompareTo(key);
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
