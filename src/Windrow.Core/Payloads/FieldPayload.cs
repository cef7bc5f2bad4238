namespace Windrow.Core.Payloads;

/// <summary>The decoded values of a field, one per grid point in the grid's scanning order, in pooled native memory.</summary>
public sealed class FieldPayload : Payload
{
    private readonly NativeBuffer _buffer;

    private FieldPayload(NativeBuffer buffer, Precision precision, int count)
    {
        _buffer = buffer;
        Precision = precision;
        Count = count;
    }

    public Precision Precision { get; }

    /// <summary>Number of points.</summary>
    public int Count { get; }

    public override long Bytes => (long)Count * (Precision == Precision.Double ? sizeof(double) : sizeof(float));

    public override PayloadFormat? Format => Precision == Precision.Double ? FieldFormat.Doubles : FieldFormat.Singles;

    /// <summary>A field whose values a buffer holds already; the buffer becomes the field's.</summary>
    public static FieldPayload Of(NativeBuffer buffer, Precision precision, int count) => new(buffer, precision, count);

    /// <summary>A field whose values are not set yet: pooled memory holds whatever was there before.</summary>
    public static FieldPayload Rent(Precision precision, int count, NativeBufferPool? pool = null)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        var size = precision == Precision.Double ? sizeof(double) : sizeof(float);
        return new FieldPayload((pool ?? NativeBufferPool.Shared).Rent(checked(count * size)), precision, count);
    }

    public static FieldPayload Copy(ReadOnlySpan<double> values)
    {
        var field = Rent(Precision.Double, values.Length);
        values.CopyTo(field.Doubles);
        return field;
    }

    public static FieldPayload Copy(ReadOnlySpan<float> values)
    {
        var field = Rent(Precision.Single, values.Length);
        values.CopyTo(field.Singles);
        return field;
    }

    /// <summary>The values of a field in double precision. Write only while the payload is not shared.</summary>
    /// <exception cref="InvalidOperationException">The field is in single precision.</exception>
    public Span<double> Doubles => Precision == Precision.Double
        ? _buffer.Span<double>(Count)
        : throw new InvalidOperationException("This field holds single-precision values.");

    /// <summary>The values of a field in single precision. Write only while the payload is not shared.</summary>
    /// <exception cref="InvalidOperationException">The field is in double precision.</exception>
    public Span<float> Singles => Precision == Precision.Single
        ? _buffer.Span<float>(Count)
        : throw new InvalidOperationException("This field holds double-precision values.");

    /// <summary>A copy that its holder may change.</summary>
    public FieldPayload Clone() => Precision == Precision.Double ? Copy(Doubles) : Copy(Singles);

    protected override void Free() => _buffer.Return();
}
