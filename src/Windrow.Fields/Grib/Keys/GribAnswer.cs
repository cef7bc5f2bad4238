using Windrow.Native.EcCodes;

namespace Windrow.Fields.Grib.Keys;

/// <summary>What a message says to a key: a value, that it has no such key, or that the key cannot be read.</summary>
public readonly struct GribAnswer : IEquatable<GribAnswer>
{
    private readonly long _bits;
    private readonly string? _text;

    private GribAnswer(EcCodesStatus status, EcCodesType type, long bits, string? text)
    {
        Status = status;
        Type = type;
        _bits = bits;
        _text = text;
    }

    /// <summary>Success, NotFound, or the reason why the key cannot be read in the form that was asked for.</summary>
    public EcCodesStatus Status { get; }

    /// <summary>Long, Double or String; Undefined without a value.</summary>
    public EcCodesType Type { get; }

    public bool IsFound => Status == EcCodesStatus.Success;

    /// <summary>The message has no such key, as opposed to one that cannot be read.</summary>
    public bool IsAbsent => Status == EcCodesStatus.NotFound;

    /// <summary>The value of an answer of type Long; otherwise 0.</summary>
    public long Long => Type == EcCodesType.Long ? _bits : 0;

    /// <summary>The value of an answer of type Double or Long; otherwise 0.</summary>
    public double Double => Type switch
    {
        EcCodesType.Double => BitConverter.Int64BitsToDouble(_bits),
        EcCodesType.Long => _bits,
        _ => 0,
    };

    /// <summary>The value of an answer of type String; otherwise empty.</summary>
    public string Text => _text ?? "";

    public static GribAnswer Of(long value) => new(EcCodesStatus.Success, EcCodesType.Long, value, null);

    public static GribAnswer Of(double value) =>
        new(EcCodesStatus.Success, EcCodesType.Double, BitConverter.DoubleToInt64Bits(value), null);

    public static GribAnswer Of(string value) => new(EcCodesStatus.Success, EcCodesType.String, 0, value);

    public static GribAnswer Failed(EcCodesStatus status) => new(status, EcCodesType.Undefined, 0, null);

    public bool Equals(GribAnswer other) =>
        Status == other.Status && Type == other.Type && _bits == other._bits && _text == other._text;

    public override bool Equals(object? obj) => obj is GribAnswer other && Equals(other);

    public override int GetHashCode() => HashCode.Combine(Status, Type, _bits, _text);

    public static bool operator ==(GribAnswer left, GribAnswer right) => left.Equals(right);

    public static bool operator !=(GribAnswer left, GribAnswer right) => !left.Equals(right);

    public override string ToString() => !IsFound ? Status.ToString()
        : FormattableString.Invariant($"{(Type == EcCodesType.String ? Text : Type == EcCodesType.Long ? Long : Double)}");
}
