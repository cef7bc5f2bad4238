using System.Collections.Concurrent;

namespace Windrow.Core.Messages;

/// <summary>
/// The keys of a metadata set in canonical order, shared by all sets that have the same keys. Reading a key of many
/// messages of one shape is then one comparison and one array access (see <see cref="MetadataSlot"/>).
/// </summary>
public sealed class MetadataShape
{
    // Below this size a scan over references beats hashing.
    private const int ScanLimit = 8;
    private const int MaximumShared = 16_384;

    public static readonly MetadataShape Empty = new([]);

    private static int _sharedCount;

    private readonly MetadataKey[] _keys;
    private readonly Dictionary<MetadataKey, int>? _index;
    private ConcurrentDictionary<MetadataKey, MetadataShape>? _larger;

    private MetadataShape(MetadataKey[] keys)
    {
        _keys = keys;
        if (keys.Length <= ScanLimit)
            return;
        _index = new Dictionary<MetadataKey, int>(keys.Length);
        for (var i = 0; i < keys.Length; i++)
            _index.Add(keys[i], i);
    }

    public ReadOnlySpan<MetadataKey> Keys => _keys;

    public int Count => _keys.Length;

    /// <summary>The place of a key, or a negative number.</summary>
    public int IndexOf(MetadataKey key)
    {
        if (_index is not null)
            return _index.TryGetValue(key, out var found) ? found : -1;
        for (var i = 0; i < _keys.Length; i++)
        {
            if (_keys[i].Equals(key))
                return i;
        }

        return -1;
    }

    /// <summary>The shape with one more key. Shapes are shared up to a bound, beyond which they only cost more.</summary>
    internal MetadataShape With(MetadataKey key)
    {
        if (_larger is not null && _larger.TryGetValue(key, out var known))
            return known;
        var place = 0;
        while (place < _keys.Length && _keys[place].CompareTo(key) < 0)
            place++;
        var keys = new MetadataKey[_keys.Length + 1];
        _keys.AsSpan(0, place).CopyTo(keys);
        keys[place] = key;
        _keys.AsSpan(place).CopyTo(keys.AsSpan(place + 1));
        return Share(key, keys);
    }

    private MetadataShape Share(MetadataKey key, MetadataKey[] keys)
    {
        if (Volatile.Read(ref _sharedCount) >= MaximumShared)
            return new MetadataShape(keys);

        // Reached in another order of insertion, the shape would be a second object for the same keys; going through
        // the canonical order makes it the same one.
        var shape = keys[^1] == key ? new MetadataShape(keys) : InCanonicalOrder(keys);
        Interlocked.Increment(ref _sharedCount);
        LazyInitializer.EnsureInitialized(ref _larger, static () => new ConcurrentDictionary<MetadataKey, MetadataShape>());
        return _larger.GetOrAdd(key, shape);
    }

    private static MetadataShape InCanonicalOrder(MetadataKey[] keys)
    {
        var shape = Empty;
        foreach (var key in keys)
            shape = shape.With(key);
        return shape;
    }
}
