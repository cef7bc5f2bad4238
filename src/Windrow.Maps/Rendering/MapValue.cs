using System.Globalization;

namespace Windrow.Maps.Rendering;

/// <summary>The value of a drawing parameter: a text, an integer, a real, or a list of one of them. Truth is the text <c>on</c> or <c>off</c>, as Magics has it.</summary>
public sealed class MapValue : IEquatable<MapValue>
{
    private readonly object _value;

    private MapValue(MapValueKind kind, object value)
    {
        Kind = kind;
        _value = value;
    }

    public MapValueKind Kind { get; }

    /// <summary>For kind <see cref="MapValueKind.Text"/>; the others likewise, and an exception for any other kind.</summary>
    public string Text => (string)_value;

    public int Integer => (int)_value;

    public double Real => (double)_value;

    public IReadOnlyList<string> Texts => (string[])_value;

    public IReadOnlyList<int> Integers => (int[])_value;

    public IReadOnlyList<double> Reals => (double[])_value;

    public static MapValue Of(string value) => new(MapValueKind.Text, value);

    public static MapValue Of(bool value) => Of(value ? "on" : "off");

    public static MapValue Of(int value) => new(MapValueKind.Integer, value);

    public static MapValue Of(double value) => new(MapValueKind.Real, value);

    public static MapValue Of(IEnumerable<string> values) => new(MapValueKind.Texts, values.ToArray());

    public static MapValue Of(IEnumerable<int> values) => new(MapValueKind.Integers, values.ToArray());

    public static MapValue Of(IEnumerable<double> values) => new(MapValueKind.Reals, values.ToArray());

    public bool Equals(MapValue? other) => other is not null && Kind == other.Kind && Kind switch
    {
        MapValueKind.Texts => Texts.SequenceEqual(other.Texts),
        MapValueKind.Integers => Integers.SequenceEqual(other.Integers),
        MapValueKind.Reals => Reals.SequenceEqual(other.Reals),
        _ => _value.Equals(other._value),
    };

    public override bool Equals(object? obj) => Equals(obj as MapValue);

    public override int GetHashCode() => HashCode.Combine(Kind, ToString());

    /// <summary>For messages: a list as its items between commas.</summary>
    public override string ToString() => Kind switch
    {
        MapValueKind.Text => Text,
        MapValueKind.Texts => string.Join(", ", Texts),
        MapValueKind.Integers => string.Join(", ", Integers),
        MapValueKind.Reals => string.Join(", ", Reals.Select(static real => real.ToString(CultureInfo.InvariantCulture))),
        _ => string.Create(CultureInfo.InvariantCulture, $"{_value}"),
    };
}
