using Windrow.Core.Payloads;
using Windrow.Fields.Scale;

namespace Windrow.Fields.Masks;

/// <summary>The mask of a global field, ready to be applied. Immutable.</summary>
/// <remarks>Memory: 4 bytes per run of like points, as in most masks of land and sea, or one bit per point where that is less.</remarks>
internal sealed class FieldMask
{
    private readonly int[]? _ends;
    private readonly bool _startsKept;
    private readonly MaskBits? _bits;

    public FieldMask(MaskBits bits)
    {
        Points = bits.Points;
        var ends = new List<int>();
        var most = Points / 32;
        for (var at = 0; at < Points && ends.Count <= most; ends.Add(at))
            at = bits.NextChange(at);
        if (ends.Count > most)
            _bits = bits;
        else
            (_ends, _startsKept) = ([.. ends], bits[0]);
    }

    public int Points { get; }

    /// <summary>Puts the mark where a point is masked.</summary>
    public void Apply(FieldPayload field, double mark)
    {
        if (_bits is not null && field.Precision == Precision.Double)
            MaskKernels.Apply(field.Doubles, _bits, mark);
        else if (_bits is not null)
            MaskKernels.Apply(field.Singles, _bits, (float)mark);
        else if (field.Precision == Precision.Double)
            Fill(field.Doubles, mark);
        else
            Fill(field.Singles, (float)mark);
    }

    /// <summary>Adds a number to the points that are kept; those without a value stay.</summary>
    public void Add(FieldPayload field, double offset, double? missing)
    {
        for (var (at, isKept) = (0, Starts); at < Points; isKept = !isKept)
        {
            var end = EndOf(at);
            if (isKept && field.Precision == Precision.Double)
                ScaleKernels.Apply(field.Doubles[at..end], 1, offset, missing);
            else if (isKept)
                ScaleKernels.Apply(field.Singles[at..end], 1, (float)offset, (float?)missing);
            at = end;
        }
    }

    private bool Starts => _bits is null ? _startsKept : Points > 0 && _bits[0];

    private int EndOf(int at)
    {
        if (_bits is not null)
            return _bits.NextChange(at);
        var found = _ends.AsSpan().BinarySearch(at + 1);
        return _ends![found < 0 ? ~found : found];
    }

    private void Fill<T>(Span<T> x, T mark)
    {
        var (start, isKept) = (0, _startsKept);
        foreach (var end in _ends!)
        {
            if (!isKept)
                x[start..end].Fill(mark);
            (start, isKept) = (end, !isKept);
        }
    }
}
