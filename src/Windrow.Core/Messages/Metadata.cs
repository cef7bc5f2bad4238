using System.Collections;
using System.Diagnostics.CodeAnalysis;

namespace Windrow.Core.Messages;

/// <summary>
/// An immutable set of typed values under keys in canonical order, with an optional lazy tail behind it.
/// Copy on write is plain: every change gives a new set, sets are shared freely between messages and threads.
/// </summary>
public sealed class Metadata : IReadOnlyCollection<KeyValuePair<MetadataKey, MetadataValue>>, IEquatable<Metadata>
{
    public static readonly Metadata Empty = new(MetadataShape.Empty, [], null);

    private readonly MetadataValue[] _values;

    internal Metadata(MetadataShape shape, MetadataValue[] values, IMetadataTail? tail)
    {
        Shape = shape;
        _values = values;
        Tail = tail;
    }

    public MetadataShape Shape { get; }

    /// <summary>What answers for keys that are not in the set itself.</summary>
    public IMetadataTail? Tail { get; }

    /// <summary>How many values are in the set itself; the tail is not counted.</summary>
    public int Count => _values.Length;

    public static Metadata From(params ReadOnlySpan<(string Key, MetadataValue Value)> entries)
    {
        var builder = new MetadataBuilder(Empty);
        foreach (var (key, value) in entries)
            builder.Set(key, value);
        return builder.Build();
    }

    public bool TryGet(MetadataKey key, out MetadataValue value)
    {
        var index = Shape.IndexOf(key);
        if (index >= 0)
        {
            value = _values[index];
            return true;
        }

        return TryGetFromTail(key, out value);
    }

    public bool Contains(MetadataKey key) => TryGet(key, out _);

    public bool TryGetString(MetadataKey key, [NotNullWhen(true)] out string? value)
    {
        value = null;
        return TryGet(key, out var found) && found.TryGetString(out value);
    }

    public bool TryGetInt64(MetadataKey key, out long value)
    {
        value = 0;
        return TryGet(key, out var found) && found.TryGetInt64(out value);
    }

    internal MetadataValue ValueAt(int index) => _values[index];

    internal MetadataValue[] CopyValues() => _values.AsSpan().ToArray();

    internal bool TryGetFromTail(MetadataKey key, out MetadataValue value)
    {
        if (Tail is not null)
            return Tail.TryGet(key, out value);
        value = default;
        return false;
    }

    /// <summary>This set with one value set or replaced.</summary>
    public Metadata With(MetadataKey key, MetadataValue value)
    {
        var index = Shape.IndexOf(key);
        if (index >= 0)
        {
            var same = _values.AsSpan().ToArray();
            same[index] = value;
            return new Metadata(Shape, same, Tail);
        }

        var shape = Shape.With(key);
        var place = shape.IndexOf(key);
        var values = new MetadataValue[shape.Count];
        _values.AsSpan(0, place).CopyTo(values);
        values[place] = value;
        _values.AsSpan(place).CopyTo(values.AsSpan(place + 1));
        return new Metadata(shape, values, Tail);
    }

    /// <summary>This set over another lazy tail, or over none.</summary>
    public Metadata WithTail(IMetadataTail? tail) => new(Shape, _values, tail);

    /// <summary>This set as it can outlive the payload of its message; see <see cref="IMetadataTail.Detach"/>.</summary>
    public Metadata Detached()
    {
        var tail = Tail?.Detach();
        return ReferenceEquals(tail, Tail) ? this : WithTail(tail);
    }

    /// <summary>Sets several values at once; see <see cref="MetadataBuilder"/>.</summary>
    public MetadataBuilder Change() => new(this);

    /// <summary>
    /// This set without its tail, holding what identifies the message and the keys that are named: what a message
    /// takes along when it leaves the process.
    /// </summary>
    public Metadata Materialise(IEnumerable<MetadataKey> named) => Tail is null ? this : Pick(Tail.IdentityKeys.Concat(named));

    /// <summary>This set without its tail, with those of the given keys that the tail has.</summary>
    public Metadata Pick(IEnumerable<MetadataKey> keys)
    {
        if (Tail is null)
            return this;
        var builder = Change();
        foreach (var key in keys)
        {
            if (Shape.IndexOf(key) < 0 && Tail.TryGet(key, out var value))
                builder.Set(key, value);
        }

        return builder.Build().WithTail(null);
    }

    /// <summary>Equal keys with equal values; tails are compared by reference.</summary>
    public bool Equals(Metadata? other)
    {
        if (ReferenceEquals(this, other))
            return true;
        if (other is null || _values.Length != other._values.Length || !ReferenceEquals(Tail, other.Tail))
            return false;
        if (!ReferenceEquals(Shape, other.Shape) && !Shape.Keys.SequenceEqual(other.Shape.Keys))
            return false;
        return _values.AsSpan().SequenceEqual(other._values);
    }

    public override bool Equals(object? obj) => Equals(obj as Metadata);

    public override int GetHashCode()
    {
        var hash = new HashCode();
        for (var i = 0; i < _values.Length; i++)
        {
            hash.Add(Shape.Keys[i]);
            hash.Add(_values[i]);
        }

        return hash.ToHashCode();
    }

    public IEnumerator<KeyValuePair<MetadataKey, MetadataValue>> GetEnumerator()
    {
        for (var i = 0; i < _values.Length; i++)
            yield return new(Shape.Keys[i], _values[i]);
    }

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    /// <summary>Canonical JSON of the set, without its tail.</summary>
    public override string ToString() => MetadataJson.ToText(MetadataValue.Of(this));
}
