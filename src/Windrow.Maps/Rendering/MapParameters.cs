using System.Collections;

namespace Windrow.Maps.Rendering;

/// <summary>Parameters in their order. Two are equal when all names and values are, in the same order.</summary>
public sealed class MapParameters : IReadOnlyList<MapParameter>, IEquatable<MapParameters>
{
    public static readonly MapParameters Empty = new([]);

    private readonly MapParameter[] _all;

    public MapParameters(IEnumerable<MapParameter> all) => _all = [.. all];

    public int Count => _all.Length;

    public MapParameter this[int index] => _all[index];

    /// <summary>The value of a parameter, the last one if it is there twice; null when it is not there.</summary>
    public MapValue? this[string name] => Array.FindLast(_all, parameter => parameter.Name == name)?.Value;

    /// <summary>These without any of the same name, and then the others.</summary>
    public MapParameters With(IReadOnlyCollection<MapParameter> others) => new([.. _all.Where(one => others.All(other => other.Name != one.Name)), .. others]);

    public bool Equals(MapParameters? other) => other is not null && _all.SequenceEqual(other._all);

    public override bool Equals(object? obj) => Equals(obj as MapParameters);

    public override int GetHashCode() => _all.Aggregate(0, HashCode.Combine);

    public IEnumerator<MapParameter> GetEnumerator() => ((IEnumerable<MapParameter>)_all).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
