using System.Collections.Concurrent;

namespace Windrow.Core.Messages;

/// <summary>
/// The name of a metadata value. Names are interned, so that comparing two keys is comparing two references;
/// past a bound (hostile input can invent names without end) they are compared by text.
/// </summary>
public sealed class MetadataKey : IEquatable<MetadataKey>, IComparable<MetadataKey>
{
    private const int MaximumInterned = 65_536;
    private static readonly ConcurrentDictionary<string, MetadataKey> Interned = new(StringComparer.Ordinal);
    private static int _internedCount;

    private readonly bool _isInterned;
    private readonly int _hash;

    private MetadataKey(string name, bool isInterned)
    {
        Name = name;
        _isInterned = isInterned;
        _hash = string.GetHashCode(name, StringComparison.Ordinal);
    }

    public string Name { get; }

    /// <exception cref="ArgumentException">The name is empty.</exception>
    public static MetadataKey Of(string name)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        if (Interned.TryGetValue(name, out var known))
            return known;
        if (Volatile.Read(ref _internedCount) >= MaximumInterned)
            return new MetadataKey(name, isInterned: false);
        var fresh = new MetadataKey(name, isInterned: true);
        var winner = Interned.GetOrAdd(name, fresh);
        if (ReferenceEquals(winner, fresh))
            Interlocked.Increment(ref _internedCount);
        return winner;
    }

    public static implicit operator MetadataKey(string name) => Of(name);

    public bool Equals(MetadataKey? other) =>
        ReferenceEquals(this, other)
        || (other is not null && !(_isInterned && other._isInterned) && string.Equals(Name, other.Name, StringComparison.Ordinal));

    public override bool Equals(object? obj) => Equals(obj as MetadataKey);

    public override int GetHashCode() => _hash;

    /// <summary>The canonical order: by ordinal comparison of names.</summary>
    public int CompareTo(MetadataKey? other) => string.CompareOrdinal(Name, other?.Name);

    public static bool operator ==(MetadataKey? left, MetadataKey? right) => left is null ? right is null : left.Equals(right);

    public static bool operator !=(MetadataKey? left, MetadataKey? right) => !(left == right);

    public static bool operator <(MetadataKey left, MetadataKey right) => left.CompareTo(right) < 0;

    public static bool operator <=(MetadataKey left, MetadataKey right) => left.CompareTo(right) <= 0;

    public static bool operator >(MetadataKey left, MetadataKey right) => left.CompareTo(right) > 0;

    public static bool operator >=(MetadataKey left, MetadataKey right) => left.CompareTo(right) >= 0;

    public override string ToString() => Name;
}
