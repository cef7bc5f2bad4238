using System.Buffers;
using System.Numerics;

namespace Windrow.Maps.Inputs.Fields;

/// <summary>
/// The values of a field in single precision, in the order of the message. A missing value is NaN, so that arithmetic keeps it missing.
/// The memory is pooled: dispose it.
/// </summary>
internal sealed class FieldValues : IDisposable
{
    private float[]? _values;

    public FieldValues(int count)
    {
        Count = count;
        PaddedCount = (count + Vector<float>.Count - 1) / Vector<float>.Count * Vector<float>.Count;
        _values = ArrayPool<float>.Shared.Rent(Math.Max(PaddedCount, Vector<float>.Count));
        _values.AsSpan(count, PaddedCount - count).Fill(float.NaN);
    }

    public int Count { get; }

    /// <summary>The count up to the next full vector: kernels may read and write so far, and need no loop for the rest.</summary>
    public int PaddedCount { get; }

    public Span<float> Span => Array.AsSpan(0, Count);

    public Span<float> Padded => Array.AsSpan(0, PaddedCount);

    private float[] Array => _values ?? throw new ObjectDisposedException(nameof(FieldValues));

    public void Dispose()
    {
        if (_values is { } values)
            ArrayPool<float>.Shared.Return(values);
        _values = null;
    }
}
