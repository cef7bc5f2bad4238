using System.Collections.Immutable;
using System.Globalization;

namespace Windrow.Maps.Definitions.Steps;

/// <summary>
/// The value of a drawing parameter. <see cref="Kind"/> says which property holds it, and by which of Magics' calls it is
/// set: Flag and Text by <c>setc</c> (a flag as <c>on</c> or <c>off</c>), Integer by <c>seti</c>, Number by <c>setr</c>, lists by
/// <c>set1c</c>, <c>set1i</c>, <c>set1r</c>.
/// </summary>
public sealed class ParameterValue : IEquatable<ParameterValue>
{
    private ParameterValue(ParameterKind kind) => Kind = kind;

    /// <summary>One of Flag, Integer, Number, Text, IntegerList, NumberList, TextList.</summary>
    public ParameterKind Kind { get; }

    public bool Flag { get; private init; }

    public long Integer { get; private init; }

    public double Number { get; private init; }

    public string Text { get; private init; } = "";

    public ImmutableArray<long> Integers { get; private init; } = [];

    public ImmutableArray<double> Numbers { get; private init; } = [];

    public ImmutableArray<string> Texts { get; private init; } = [];

    public static ParameterValue Of(bool value) => new(ParameterKind.Flag) { Flag = value };

    public static ParameterValue Of(long value) => new(ParameterKind.Integer) { Integer = value };

    public static ParameterValue Of(double value) => new(ParameterKind.Number) { Number = value };

    public static ParameterValue Of(string value) => new(ParameterKind.Text) { Text = value };

    public static ParameterValue Of(ImmutableArray<long> values) => new(ParameterKind.IntegerList) { Integers = values };

    public static ParameterValue Of(ImmutableArray<double> values) => new(ParameterKind.NumberList) { Numbers = values };

    public static ParameterValue Of(ImmutableArray<string> values) => new(ParameterKind.TextList) { Texts = values };

    public bool Equals(ParameterValue? other) =>
        other is not null && Kind == other.Kind && Flag == other.Flag && Integer == other.Integer && Number.Equals(other.Number) && Text == other.Text
        && Integers.SequenceEqual(other.Integers) && Numbers.SequenceEqual(other.Numbers) && Texts.SequenceEqual(other.Texts);

    public override bool Equals(object? obj) => Equals(obj as ParameterValue);

    public override int GetHashCode() => ToString().GetHashCode(StringComparison.Ordinal);

    /// <summary>The value as YAML would have it.</summary>
    public override string ToString() => Kind switch
    {
        ParameterKind.Flag => Flag ? "on" : "off",
        ParameterKind.Integer => Integer.ToString(CultureInfo.InvariantCulture),
        ParameterKind.Number => Number.ToString("R", CultureInfo.InvariantCulture),
        ParameterKind.IntegerList => $"[{string.Join(", ", Integers)}]",
        ParameterKind.NumberList => $"[{string.Join(", ", Numbers.Select(static number => number.ToString("R", CultureInfo.InvariantCulture)))}]",
        ParameterKind.TextList => $"[{string.Join(", ", Texts)}]",
        _ => Text,
    };
}
