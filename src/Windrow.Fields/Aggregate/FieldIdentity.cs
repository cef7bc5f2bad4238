using System.Collections.Concurrent;
using Windrow.Core.Messages;
using Windrow.Fields.Values;

namespace Windrow.Fields.Aggregate;

/// <summary>
/// Which field a message belongs to, by the values of some metadata keys. Which of the keys the messages of a shape have is
/// found out once, so that a part costs a hash and a comparison of the values that it has. Safe for several threads.
/// </summary>
/// <param name="keys">Null: all metadata but the client.</param>
internal sealed class FieldIdentity(IReadOnlyList<string>? keys)
{
    private const int MaximumShapes = 1024;

    private readonly ConcurrentDictionary<MetadataShape, ShapeKeys> _shapes = new();
    private ShapeKeys _last = new(MetadataShape.Empty, []);

    /// <summary>A number that equal identities share.</summary>
    public ulong Hash(Metadata metadata)
    {
        var shape = KeysOf(metadata.Shape);
        var hash = shape.Hash;
        foreach (var slot in shape.Slots)
        {
            slot.TryGet(metadata, out var value);
            hash = (hash ^ (uint)value.GetHashCode()) * 0x9E3779B97F4A7C15UL;
            hash ^= hash >> 29;
        }

        return hash;
    }

    public bool AreSame(Metadata one, Metadata other)
    {
        var (left, right) = (KeysOf(one.Shape), KeysOf(other.Shape));
        if (left.Slots.Length != right.Slots.Length)
            return false;
        for (var i = 0; i < left.Slots.Length; i++)
        {
            if (!ReferenceEquals(left, right) && left.Slots[i].Key != right.Slots[i].Key)
                return false;
            left.Slots[i].TryGet(one, out var a);
            right.Slots[i].TryGet(other, out var b);
            if (!a.Equals(b))
                return false;
        }

        return true;
    }

    /// <summary>The identity alone, for error texts.</summary>
    public string Text(Metadata metadata) =>
        string.Join(' ', KeysOf(metadata.Shape).Slots.Select(slot => slot.TryGet(metadata, out var value) ? $"{slot.Key}={value}" : ""));

    /// <summary>The keys in which two identities differ, for error texts.</summary>
    public string Difference(Metadata one, Metadata other)
    {
        var names = KeysOf(one.Shape).Slots.Concat(KeysOf(other.Shape).Slots).Select(static slot => slot.Key).Distinct();
        return string.Join(", ", names.Where(key => !one.TryGet(key, out var left) || !other.TryGet(key, out var right) || left != right).Select(static key => $"'{key}'").Order(StringComparer.Ordinal));
    }

    private ShapeKeys KeysOf(MetadataShape shape)
    {
        var last = _last;
        if (ReferenceEquals(last.Shape, shape))
            return last;
        if (!_shapes.TryGetValue(shape, out var found))
        {
            found = Make(shape);
            if (_shapes.Count < MaximumShapes)
                _shapes.TryAdd(shape, found);
        }

        return _last = found;
    }

    private ShapeKeys Make(MetadataShape shape)
    {
        var slots = new List<MetadataSlot>();
        if (keys is null)
        {
            foreach (var key in shape.Keys)
            {
                if (key != SourcePeer.Key)
                    slots.Add(new MetadataSlot(key));
            }
        }
        else
        {
            foreach (var key in keys)
            {
                if (key != SourcePeer.Name && shape.IndexOf(key) >= 0)
                    slots.Add(new MetadataSlot(key));
            }
        }

        return new ShapeKeys(shape, [.. slots]);
    }

    private sealed class ShapeKeys(MetadataShape shape, MetadataSlot[] slots)
    {
        public MetadataShape Shape => shape;

        public MetadataSlot[] Slots => slots;

        public ulong Hash { get; } = slots.Aggregate(0x9E3779B97F4A7C15UL, static (hash, slot) => (hash ^ (uint)slot.Key.GetHashCode()) * 0xA0761D6478BD642FUL);
    }
}
