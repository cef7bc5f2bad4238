using System.Numerics;

namespace Windrow.Fields.Domains;

/// <summary>One bit for every point of a global field: whether some client has it. One writer at a time.</summary>
internal sealed class Coverage(int points)
{
    private readonly ulong[] _words = new ulong[(points + 63L) / 64];

    /// <summary>Points that some client has.</summary>
    public long Covered { get; private set; }

    public static long BytesFor(long points) => (points + 63) / 64 * 8;

    public bool Contains(int point) => (_words[point >> 6] & (1UL << point)) != 0;

    /// <summary>Adds the points of a run.</summary>
    /// <param name="firstTaken">The first of them that some client had already; -1 when there is none.</param>
    /// <returns>How many are new.</returns>
    public int Add(int from, int length, ref int firstTaken)
    {
        var added = 0;
        for (var (at, end) = ((long)from, (long)from + length); at < end;)
        {
            var word = (int)(at >> 6);
            var bits = (int)Math.Min(64 - (at & 63), end - at);
            var mask = (bits == 64 ? ulong.MaxValue : (1UL << bits) - 1) << (int)(at & 63);
            var taken = _words[word] & mask;
            if (taken != 0 && firstTaken < 0)
                firstTaken = (word << 6) + BitOperations.TrailingZeroCount(taken);
            added += bits - BitOperations.PopCount(taken);
            _words[word] |= mask;
            at += bits;
        }

        Covered += added;
        return added;
    }

    /// <summary>The points that nobody has, as runs in ascending order.</summary>
    public List<PointRun> Gaps()
    {
        var gaps = new List<PointRun>();
        if (Covered == points)
            return gaps;
        for (var at = 0; at < points;)
        {
            var start = Next(at, isSet: false);
            if (start >= points)
                break;
            var end = Math.Min(Next(start, isSet: true), points);
            gaps.Add(new PointRun(0, start, end - start));
            at = end;
        }

        return gaps;
    }

    private int Next(int at, bool isSet)
    {
        var flip = isSet ? 0 : ulong.MaxValue;
        for (var word = at >> 6; word < _words.Length; word++)
        {
            var bits = _words[word] ^ flip;
            if (word == at >> 6)
                bits &= ulong.MaxValue << at;
            if (bits != 0)
                return (word << 6) + BitOperations.TrailingZeroCount(bits);
        }

        return points;
    }
}
