namespace Windrow.Core.Messages;

/// <summary>
/// Metadata that a program sets key by key, again and again in the same order: what follows a key is remembered, so that
/// setting one costs a comparison and building a set costs one copy of its values. It may be changed and built any number of times. For one
/// thread at a time.
/// </summary>
public sealed class MetadataDraft
{
    private MetadataSequence _sequence = MetadataSequence.Start;
    private MetadataValue[] _values = new MetadataValue[24];

    public MetadataDraft()
    {
    }

    /// <summary>A draft that holds what another one does now.</summary>
    public MetadataDraft(MetadataDraft other)
    {
        _sequence = other._sequence;
        _values = other._values.AsSpan().ToArray();
    }

    public int Count => _sequence.Length;

    /// <summary>Sets or replaces a value.</summary>
    public void Set(MetadataKey key, MetadataValue value)
    {
        // Where the key that came next last time is set, it is not in the set already.
        if (!_sequence.IsFollowedBy(key) && _sequence.IndexOf(key) is >= 0 and var place)
        {
            _values[place] = value;
            return;
        }

        if (_sequence.Length == _values.Length)
            Array.Resize(ref _values, 2 * _values.Length);
        _values[_sequence.Length] = value;
        _sequence = _sequence.With(key);
    }

    public bool TryGet(MetadataKey key, out MetadataValue value)
    {
        var place = _sequence.IndexOf(key);
        value = place < 0 ? default : _values[place];
        return place >= 0;
    }

    /// <summary>Makes it empty, for other metadata.</summary>
    public void Clear()
    {
        _values.AsSpan(0, _sequence.Length).Clear();
        _sequence = MetadataSequence.Start;
    }

    /// <summary>What it holds now, as metadata that do not change any more.</summary>
    public Metadata Build() => _sequence.Build(_values);
}
