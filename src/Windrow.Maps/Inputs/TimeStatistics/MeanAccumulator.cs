using System.Numerics;
using System.Runtime.InteropServices;
using Windrow.Maps.Inputs.Fields;

namespace Windrow.Maps.Inputs.TimeStatistics;

/// <summary>
/// The mean of the values that are there, point by point. Values are taken relative to the first ones, so that single precision does not
/// lose digits to the sum of many: temperatures of 300 K differ by tens.
/// </summary>
internal sealed class MeanAccumulator(int points) : IDisposable
{
    private readonly FieldValues _origin = new(points);
    private readonly FieldValues _sum = new(points);
    private readonly FieldValues _count = new(points);
    private bool _begun;

    public void Add(FieldValues values)
    {
        var sums = Vectors(_sum);
        var counts = Vectors(_count);
        var origins = Vectors(_origin);
        var added = Vectors(values);
        if (!_begun)
        {
            sums.Clear();
            counts.Clear();
            added.CopyTo(origins);
            _begun = true;
        }

        for (var i = 0; i < sums.Length; i++)
        {
            // Where the first field is missing, the first value that is there becomes the origin.
            var origin = Vector.ConditionalSelect(Vector.Equals(origins[i], origins[i]), origins[i], added[i]);
            var present = Vector.Equals(added[i], added[i]);
            origins[i] = origin;
            sums[i] += Vector.ConditionalSelect(present, added[i] - origin, Vector<float>.Zero);
            counts[i] += Vector.ConditionalSelect(present, Vector<float>.One, Vector<float>.Zero);
        }
    }

    /// <param name="needed">How many values a point has to have; at least one in any case.</param>
    public void Finish(int needed, FieldValues into)
    {
        var sums = _sum.Padded;
        var counts = _count.Padded;
        var origins = _origin.Padded;
        var to = into.Padded;
        var least = Math.Max(needed, 1);
        for (var i = 0; i < to.Length; i++)
            to[i] = counts[i] >= least ? origins[i] + (sums[i] / counts[i]) : float.NaN;
    }

    public void Dispose()
    {
        _origin.Dispose();
        _sum.Dispose();
        _count.Dispose();
    }

    private static Span<Vector<float>> Vectors(FieldValues values) => MemoryMarshal.Cast<float, Vector<float>>(values.Padded);
}
