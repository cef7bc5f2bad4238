using System.Collections.Concurrent;

namespace Windrow.Core.Messages;

/// <summary>
/// Keys in the order in which somebody sets them, as a path in a tree that all sets of the process share: each node knows the
/// canonical order of the keys on its way. Safe for several threads.
/// </summary>
internal sealed class MetadataSequence
{
    // A program has a few sequences; hostile input that invents others without end gets nodes that nobody keeps.
    private const int MaximumShared = 65_536;

    public static readonly MetadataSequence Start = new(null, null);

    private static int _sharedCount;

    private readonly MetadataSequence? _before;
    private readonly MetadataKey? _key;
    private MetadataSequence? _lastNext;
    private ConcurrentDictionary<MetadataKey, MetadataSequence>? _next;
    private Order? _order;

    private MetadataSequence(MetadataSequence? before, MetadataKey? key)
    {
        _before = before;
        _key = key;
        Length = before is null ? 0 : before.Length + 1;
    }

    public int Length { get; }

    /// <summary>Whether this key came next the last time; it is not in the sequence then.</summary>
    public bool IsFollowedBy(MetadataKey key) => _lastNext is { } next && ReferenceEquals(next._key, key);

    /// <summary>The place of a key, from 0; or a negative number.</summary>
    public int IndexOf(MetadataKey key)
    {
        for (var node = this; node._key is not null; node = node._before!)
        {
            if (node._key.Equals(key))
                return node.Length - 1;
        }

        return -1;
    }

    /// <summary>The sequence with one more key, which is not in it.</summary>
    public MetadataSequence With(MetadataKey key)
    {
        if (_lastNext is { } last && ReferenceEquals(last._key, key))
            return last;
        if (_next is null || !_next.TryGetValue(key, out var next))
        {
            next = new MetadataSequence(this, key);
            if (Interlocked.Increment(ref _sharedCount) > MaximumShared)
            {
                Interlocked.Decrement(ref _sharedCount);
                return next;
            }

            LazyInitializer.EnsureInitialized(ref _next, static () => new ConcurrentDictionary<MetadataKey, MetadataSequence>());
            next = _next.GetOrAdd(key, next);
        }

        _lastNext = next;
        return next;
    }

    /// <param name="values">In the order of the sequence; there may be more behind them.</param>
    public Metadata Build(MetadataValue[] values)
    {
        if (Length == 0)
            return Metadata.Empty;
        var order = _order ??= Sort();
        var sorted = new MetadataValue[Length];
        var places = order.Places;
        for (var i = 0; i < sorted.Length; i++)
            sorted[i] = values[places[i]];
        return new Metadata(order.Shape, sorted, null);
    }

    private Order Sort()
    {
        var keys = new MetadataKey[Length];
        var places = new int[Length];
        for (var node = this; node._key is not null; node = node._before!)
            (keys[node.Length - 1], places[node.Length - 1]) = (node._key, node.Length - 1);
        Array.Sort(keys, places);
        var shape = MetadataShape.Empty;
        foreach (var key in keys)
            shape = shape.With(key);
        return new Order(shape, places);
    }

    /// <param name="Places">For each key of the shape, its place in the sequence.</param>
    private sealed record Order(MetadataShape Shape, int[] Places);
}
