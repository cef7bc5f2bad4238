namespace Windrow.Core.Configuration;

/// <summary>What a scalar resolves to: a kind and 64 bits (an integer, the bits of a double, 0 or 1).</summary>
internal readonly record struct ScalarValue(ScalarKind Kind, long Bits)
{
    public static readonly ScalarValue String = new(ScalarKind.String, 0);
    public static readonly ScalarValue Null = new(ScalarKind.Null, 0);

    public static ScalarValue Of(bool value) => new(ScalarKind.Boolean, value ? 1 : 0);

    public static ScalarValue Of(long value) => new(ScalarKind.Integer, value);

    public static ScalarValue Of(double value) => new(ScalarKind.Float, BitConverter.DoubleToInt64Bits(value));
}
