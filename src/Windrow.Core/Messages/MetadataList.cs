using System.Collections;

namespace Windrow.Core.Messages;

/// <summary>An immutable list of metadata values.</summary>
public sealed class MetadataList : IReadOnlyList<MetadataValue>, IEquatable<MetadataList>
{
    private readonly MetadataValue[] _items;

    /// <param name="items">Values that the caller no longer writes to.</param>
    public MetadataList(params MetadataValue[] items) => _items = items ?? throw new ArgumentNullException(nameof(items));

    public int Count => _items.Length;

    public MetadataValue this[int index] => _items[index];

    public ReadOnlySpan<MetadataValue> Items => _items;

    public bool Equals(MetadataList? other) => other is not null && _items.AsSpan().SequenceEqual(other._items);

    public override bool Equals(object? obj) => Equals(obj as MetadataList);

    public override int GetHashCode()
    {
        var hash = new HashCode();
        foreach (var item in _items)
            hash.Add(item);
        return hash.ToHashCode();
    }

    public IEnumerator<MetadataValue> GetEnumerator() => ((IEnumerable<MetadataValue>)_items).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
