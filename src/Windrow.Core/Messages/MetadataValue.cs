using System.Globalization;

namespace Windrow.Core.Messages;

/// <summary>
/// One typed metadata value in sixteen bytes. Equality is typed: the int64 1, the double 1.0 and the string "1"
/// are three different values, as in multio; notations that compare across types do so in their own filter nodes.
/// </summary>
public readonly struct MetadataValue : IEquatable<MetadataValue>
{
    // The reference tells the type: a tag for scalars, else the string, list, map or byte array itself.
    private readonly object? _reference;
    private readonly long _bits;

    private MetadataValue(object reference, long bits = 0)
    {
        _reference = reference;
        _bits = bits;
    }

    public static MetadataValue Of(bool value) => new(ScalarTag.Bool, value ? 1 : 0);

    public static MetadataValue Of(long value) => new(ScalarTag.Int64, value);

    public static MetadataValue Of(double value) => new(ScalarTag.Double, BitConverter.DoubleToInt64Bits(value));

    public static MetadataValue Of(float value) => new(ScalarTag.Float32, BitConverter.SingleToInt32Bits(value));

    public static MetadataValue Of(string value) => new(value ?? throw new ArgumentNullException(nameof(value)));

    /// <param name="utc">An instant; a <see cref="DateTimeKind.Local"/> time is refused, an unspecified one is taken as UTC.</param>
    public static MetadataValue Of(DateTime utc) => utc.Kind == DateTimeKind.Local
        ? throw new ArgumentException("A timestamp is in UTC.", nameof(utc))
        : new(ScalarTag.Timestamp, utc.Ticks);

    public static MetadataValue Of(TimeSpan value) => new(ScalarTag.Duration, value.Ticks);

    /// <param name="value">Bytes that the caller no longer writes to.</param>
    public static MetadataValue Of(byte[] value) => new(value ?? throw new ArgumentNullException(nameof(value)));

    public static MetadataValue Of(MetadataList value) => new(value ?? throw new ArgumentNullException(nameof(value)));

    public static MetadataValue Of(Metadata value) => new(value ?? throw new ArgumentNullException(nameof(value)));

    public static implicit operator MetadataValue(bool value) => Of(value);

    public static implicit operator MetadataValue(long value) => Of(value);

    public static implicit operator MetadataValue(double value) => Of(value);

    public static implicit operator MetadataValue(float value) => Of(value);

    public static implicit operator MetadataValue(string value) => Of(value);

    public static implicit operator MetadataValue(DateTime value) => Of(value);

    public static implicit operator MetadataValue(TimeSpan value) => Of(value);

    public MetadataType Type => _reference switch
    {
        ScalarTag tag => tag.Type,
        string => MetadataType.String,
        byte[] => MetadataType.Bytes,
        MetadataList => MetadataType.List,
        Metadata => MetadataType.Map,
        _ => MetadataType.None,
    };

    public bool IsNone => _reference is null;

    public bool TryGetBool(out bool value)
    {
        value = _bits != 0;
        return ReferenceEquals(_reference, ScalarTag.Bool);
    }

    public bool TryGetInt64(out long value)
    {
        value = _bits;
        return ReferenceEquals(_reference, ScalarTag.Int64);
    }

    public bool TryGetDouble(out double value)
    {
        value = BitConverter.Int64BitsToDouble(_bits);
        return ReferenceEquals(_reference, ScalarTag.Double);
    }

    public bool TryGetFloat32(out float value)
    {
        value = BitConverter.Int32BitsToSingle((int)_bits);
        return ReferenceEquals(_reference, ScalarTag.Float32);
    }

    public bool TryGetString([System.Diagnostics.CodeAnalysis.NotNullWhen(true)] out string? value)
    {
        value = _reference as string;
        return value is not null;
    }

    /// <summary>The instant, with <see cref="DateTimeKind.Utc"/>.</summary>
    public bool TryGetTimestamp(out DateTime value)
    {
        var matches = ReferenceEquals(_reference, ScalarTag.Timestamp);
        value = matches ? new DateTime(_bits, DateTimeKind.Utc) : default;
        return matches;
    }

    public bool TryGetDuration(out TimeSpan value)
    {
        value = new TimeSpan(_bits);
        return ReferenceEquals(_reference, ScalarTag.Duration);
    }

    public bool TryGetBytes(out ReadOnlyMemory<byte> value)
    {
        var bytes = _reference as byte[];
        value = bytes;
        return bytes is not null;
    }

    public bool TryGetList([System.Diagnostics.CodeAnalysis.NotNullWhen(true)] out MetadataList? value)
    {
        value = _reference as MetadataList;
        return value is not null;
    }

    public bool TryGetMap([System.Diagnostics.CodeAnalysis.NotNullWhen(true)] out Metadata? value)
    {
        value = _reference as Metadata;
        return value is not null;
    }

    /// <summary>The value as a number, whatever its numeric type. False for everything that is not a number.</summary>
    public bool TryGetNumber(out double value)
    {
        if (TryGetDouble(out value))
            return true;
        if (TryGetInt64(out var integer))
        {
            value = integer;
            return true;
        }

        var single = TryGetFloat32(out var narrow);
        value = narrow;
        return single;
    }

    public bool Equals(MetadataValue other)
    {
        if (ReferenceEquals(_reference, other._reference))
            return _bits == other._bits || (ReferenceEquals(_reference, ScalarTag.Double) && SameDouble(other)) || (ReferenceEquals(_reference, ScalarTag.Float32) && SameFloat32(other));
        return _reference switch
        {
            string text => other._reference is string otherText && string.Equals(text, otherText, StringComparison.Ordinal),
            byte[] bytes => other._reference is byte[] otherBytes && bytes.AsSpan().SequenceEqual(otherBytes),
            MetadataList list => other._reference is MetadataList otherList && list.Equals(otherList),
            Metadata map => other._reference is Metadata otherMap && map.Equals(otherMap),
            _ => false,
        };
    }

    /// <summary>The bits of a scalar, which <see cref="OfBits"/> takes back; meaningless for the other types.</summary>
    internal long Bits => _bits;

    /// <summary>A scalar of its type and bits. Null when the type is none of the scalars, or the bits are none of it.</summary>
    internal static MetadataValue? OfBits(MetadataType type, long bits) => type switch
    {
        MetadataType.Bool when bits is 0 or 1 => Of(bits == 1),
        MetadataType.Int64 => Of(bits),
        MetadataType.Double => Of(BitConverter.Int64BitsToDouble(bits)),
        MetadataType.Float32 => Of(BitConverter.Int32BitsToSingle((int)bits)),
        MetadataType.Duration => Of(new TimeSpan(bits)),
        _ => default(MetadataValue?),
    };

    /// <summary>A quick look: true only for equal values that are no reals; false says nothing.</summary>
    internal bool IsSameNonReal(in MetadataValue other) =>
        ReferenceEquals(_reference, other._reference) && _bits == other._bits
        && !ReferenceEquals(_reference, ScalarTag.Double) && !ReferenceEquals(_reference, ScalarTag.Float32);

    /// <summary>
    /// Equal to the last bit, so that one can be sent for the other: 0.0 is not -0.0 here. False for lists, maps and
    /// bytes that are two objects, as looking costs more than sending.
    /// </summary>
    internal bool IsIdentical(in MetadataValue other) =>
        ReferenceEquals(_reference, other._reference)
            ? _bits == other._bits
            : _reference is string text && other._reference is string otherText && string.Equals(text, otherText, StringComparison.Ordinal);

    // 0.0 equals -0.0, and NaN equals itself: a dictionary key must be found again.
    private bool SameDouble(MetadataValue other) => BitConverter.Int64BitsToDouble(_bits).Equals(BitConverter.Int64BitsToDouble(other._bits));

    private bool SameFloat32(MetadataValue other) => BitConverter.Int32BitsToSingle((int)_bits).Equals(BitConverter.Int32BitsToSingle((int)other._bits));

    public override bool Equals(object? obj) => obj is MetadataValue other && Equals(other);

    public override int GetHashCode() => _reference switch
    {
        ScalarTag { Type: MetadataType.Double } => BitConverter.Int64BitsToDouble(_bits).GetHashCode(),
        ScalarTag { Type: MetadataType.Float32 } => BitConverter.Int32BitsToSingle((int)_bits).GetHashCode(),
        ScalarTag tag => HashCode.Combine(tag.Type, _bits),
        byte[] bytes => bytes.Length == 0 ? 0 : HashCode.Combine(bytes.Length, bytes[0], bytes[^1]),
        null => 0,
        _ => _reference.GetHashCode(),
    };

    public static bool operator ==(MetadataValue left, MetadataValue right) => left.Equals(right);

    public static bool operator !=(MetadataValue left, MetadataValue right) => !left.Equals(right);

    /// <summary>The value as a person would write it: text bare, times as RFC 3339 with <c>Z</c>, lists and maps as JSON.</summary>
    public override string ToString() => Type switch
    {
        MetadataType.None => "",
        MetadataType.Bool => _bits != 0 ? "true" : "false",
        MetadataType.Int64 => _bits.ToString(CultureInfo.InvariantCulture),
        MetadataType.Double => BitConverter.Int64BitsToDouble(_bits).ToString("R", CultureInfo.InvariantCulture),
        MetadataType.Float32 => BitConverter.Int32BitsToSingle((int)_bits).ToString("R", CultureInfo.InvariantCulture),
        MetadataType.String => (string)_reference!,
        MetadataType.Timestamp => TimeText.Format(new DateTime(_bits, DateTimeKind.Utc)),
        MetadataType.Duration => TimeText.Format(new TimeSpan(_bits)),
        MetadataType.Bytes => Convert.ToBase64String((byte[])_reference!),
        _ => MetadataJson.ToText(this),
    };

    private sealed class ScalarTag(MetadataType type)
    {
        public static readonly ScalarTag Bool = new(MetadataType.Bool);
        public static readonly ScalarTag Int64 = new(MetadataType.Int64);
        public static readonly ScalarTag Double = new(MetadataType.Double);
        public static readonly ScalarTag Float32 = new(MetadataType.Float32);
        public static readonly ScalarTag Timestamp = new(MetadataType.Timestamp);
        public static readonly ScalarTag Duration = new(MetadataType.Duration);

        public MetadataType Type { get; } = type;
    }
}
