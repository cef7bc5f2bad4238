using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Windrow.Core.Payloads;

/// <summary>
/// The decoded values of a field, one per grid point in the grid's scanning order: in pooled native memory, or in the
/// array of a model that lends it for the time of a call, or in memory that somebody hands over.
/// </summary>
public sealed unsafe class FieldPayload : Payload
{
    private readonly NativeBuffer? _buffer;
    private readonly IDisposable? _owner;
    private nint _lent;

    private FieldPayload(NativeBuffer? buffer, nint lent, Precision precision, int count, IDisposable? owner = null)
    {
        _owner = owner;
        _buffer = buffer;
        _lent = lent;
        Precision = precision;
        Count = count;
    }

    public Precision Precision { get; }

    /// <summary>Number of points.</summary>
    public int Count { get; }

    public override long Bytes => (long)Count * (Precision == Precision.Double ? sizeof(double) : sizeof(float));

    public override PayloadFormat? Format => Precision == Precision.Double ? FieldFormat.Doubles : FieldFormat.Singles;

    public override bool IsLent => _buffer is null && _owner is null;

    /// <summary>A field whose values a buffer holds already; the buffer becomes the field's.</summary>
    public static FieldPayload Of(NativeBuffer buffer, Precision precision, int count) => new(buffer, 0, precision, count);

    /// <summary>A field whose values are not set yet: pooled memory holds whatever was there before.</summary>
    public static FieldPayload Rent(Precision precision, int count, NativeBufferPool? pool = null)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        var size = precision == Precision.Double ? sizeof(double) : sizeof(float);
        return new FieldPayload((pool ?? NativeBufferPool.Shared).Rent(checked(count * size)), 0, precision, count);
    }

    /// <summary>A field in memory that is the field's from here on, such as a mapping that another process has filled.</summary>
    /// <param name="values">Its first value, aligned as its type wants.</param>
    /// <param name="owner">Disposed when the last holder lets go.</param>
    public static FieldPayload Over(void* values, Precision precision, int count, IDisposable owner)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        ArgumentOutOfRangeException.ThrowIfZero((nint)values);
        return new FieldPayload(null, (nint)values, precision, count, owner);
    }

    /// <summary>
    /// A field in memory that stays the caller's. It counts as shared from the beginning, so nobody writes to it, and
    /// is good until <see cref="EndLoan"/>.
    /// </summary>
    /// <param name="values">Its first value.</param>
    public static FieldPayload Lend(void* values, Precision precision, int count)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        ArgumentOutOfRangeException.ThrowIfZero((nint)values);
        var field = new FieldPayload(null, (nint)values, precision, count);
        field.Add(); // the lender's hold, which is never released
        return field;
    }

    /// <summary>The memory goes back to who lent it: from here on an access is an error, and not somebody else's values.</summary>
    public void EndLoan() => _lent = 0;

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
        ? Values<double>()
        : throw new InvalidOperationException("This field holds single-precision values.");

    /// <summary>The values of a field in single precision. Write only while the payload is not shared.</summary>
    /// <exception cref="InvalidOperationException">The field is in double precision.</exception>
    public Span<float> Singles => Precision == Precision.Single
        ? Values<float>()
        : throw new InvalidOperationException("This field holds double-precision values.");

    /// <summary>A copy that its holder may change.</summary>
    public FieldPayload Clone() => Precision == Precision.Double ? Copy(Doubles) : Copy(Singles);

    public override Payload Own()
    {
        if (!IsLent)
            return this;
        var own = Clone();
        Release();
        return own;
    }

    protected override void Free()
    {
        _buffer?.Return();
        if (_owner is null)
            return;
        _lent = 0;
        _owner.Dispose();
    }

    private Span<T> Values<T>()
        where T : unmanaged
    {
        if (_buffer is not null)
            return _buffer.Span<T>(Count);
        ObjectDisposedException.ThrowIf(_lent == 0, this);
        return MemoryMarshal.CreateSpan(ref Unsafe.AsRef<T>((void*)_lent), Count);
    }
}
