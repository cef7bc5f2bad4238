using System.Numerics;

namespace Windrow.Fields.Masks;

/// <summary>One bit per point, the first in the lowest bit: 1 keeps the point, 0 masks it. For one writer at a time.</summary>
internal sealed class MaskBits(int points)
{
    // One word more than needed, so that 64 bits can be read from any point.
    private readonly ulong[] _words = new ulong[(points + 63L) / 64 + 1];

    public int Points => points;

    public bool this[int point] => (_words[point >> 6] & (1UL << point)) != 0;

    /// <summary>The 64 points from a multiple of 64 on; those behind the end are 0.</summary>
    public ulong Word(int number) => _words[number];

    /// <summary>Whether each value is other than zero, NaN included: what the C interface takes for a mask.</summary>
    public static MaskBits Of<T>(ReadOnlySpan<T> values)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        var bits = new MaskBits(values.Length);
        for (var i = 0; i < values.Length; i++)
        {
            if (values[i] != T.Zero)
                bits._words[i >> 6] |= 1UL << i;
        }

        return bits;
    }

    /// <summary>Sets a run of points to 1.</summary>
    public void Set(int from, int length)
    {
        for (var (at, end) = ((long)from, (long)from + length); at < end;)
        {
            var count = (int)Math.Min(64 - (at & 63), end - at);
            _words[at >> 6] |= Low(count) << (int)(at & 63);
            at += count;
        }
    }

    /// <summary>Sets those points of a run to 1 that are so in a run of another mask.</summary>
    public void Or(MaskBits other, int from, int to, int length)
    {
        while (length > 0)
        {
            var count = Math.Min(64 - (to & 63), length);
            _words[to >> 6] |= (other.From(from) & Low(count)) << (to & 63);
            (from, to, length) = (from + count, to + count, length - count);
        }
    }

    /// <summary>The first point behind this one that is not like it; the number of points when all are.</summary>
    public int NextChange(int at)
    {
        var flip = this[at] ? ulong.MaxValue : 0;
        for (var word = at >> 6; word << 6 < points; word++)
        {
            var bits = _words[word] ^ flip;
            if (word == at >> 6)
                bits &= ulong.MaxValue << at;
            if (bits != 0)
                return Math.Min((word << 6) + BitOperations.TrailingZeroCount(bits), points);
        }

        return points;
    }

    private ulong From(int point)
    {
        var shift = point & 63;
        return shift == 0 ? _words[point >> 6] : (_words[point >> 6] >> shift) | (_words[(point >> 6) + 1] << (64 - shift));
    }

    private static ulong Low(int count) => count == 64 ? ulong.MaxValue : (1UL << count) - 1;
}
