using System.Runtime.InteropServices;

namespace Windrow.Fields.Domains;

/// <summary>
/// Where the points of one client's part lie in the global field, made once so that a part is placed by copying runs of
/// points. Immutable; checked against both sizes when it was made.
/// </summary>
/// <remarks>
/// Memory: a rectangle costs nothing; other maps 12 bytes per run, or 4 per point where runs are shorter than three points on
/// average.
/// </remarks>
public sealed class PointMap
{
    /// <summary>Below this length a loop is quicker than a call of memcpy.</summary>
    private const int ShortRun = 12;

    private readonly PointRun[] _runs = [];
    private readonly int[]? _index;
    private readonly PointRun _row;
    private readonly int _rows;
    private readonly int _fromStride;
    private readonly int _toStride;

    private PointMap(int localPoints, PointRun row, int rows, int fromStride, int toStride)
    {
        LocalPoints = localPoints;
        (_row, _rows, _fromStride, _toStride) = (row, rows, fromStride, toStride);
    }

    private PointMap(int localPoints, PointRun[] runs, int[]? index)
    {
        LocalPoints = localPoints;
        (_runs, _index) = (runs, index);
    }

    /// <summary>Points of a part, its halo included.</summary>
    public int LocalPoints { get; }

    /// <summary>How many runs there are.</summary>
    public int Runs => _index?.Length ?? (_rows > 0 ? _rows : _runs.Length);

    public PointRun RunAt(int number)
    {
        if (_index is not null)
            return new PointRun(number, _index[number], 1);
        return _rows > 0 ? new PointRun(_row.From + (number * _fromStride), _row.To + (number * _toStride), _row.Length) : _runs[number];
    }

    /// <summary>A map of equal runs at equal distances, as the rows of a rectangle; rows that touch become one run.</summary>
    internal static PointMap Rectangle(int localPoints, PointRun row, int rows, int fromStride, int toStride)
    {
        if (rows <= 0 || row.Length <= 0)
            return new PointMap(localPoints, [], null);
        if (rows > 1 && row.Length == fromStride && row.Length == toStride)
            (row, rows) = (row with { Length = row.Length * rows }, 1);
        return new PointMap(localPoints, row, rows, fromStride, toStride);
    }

    /// <summary>A map by the global index of each point.</summary>
    internal static PointMap Indexed(ReadOnlySpan<int> index)
    {
        var count = 0;
        for (var i = 0; i < index.Length; i++)
        {
            if (i == 0 || index[i] != index[i - 1] + 1)
                count++;
        }

        if (count > 1 && count * 3L > index.Length)
            return new PointMap(index.Length, [], index.ToArray());
        var (runs, at) = (new PointRun[count], -1);
        for (var i = 0; i < index.Length; i++)
        {
            if (i == 0 || index[i] != index[i - 1] + 1)
                runs[++at] = new PointRun(i, index[i], 1);
            else
                runs[at] = runs[at] with { Length = runs[at].Length + 1 };
        }

        return new PointMap(index.Length, runs, null);
    }

    /// <summary>Copies the values of a part to their places in the global field.</summary>
    public void Scatter<T>(ReadOnlySpan<T> part, Span<T> global)
        where T : unmanaged
    {
        if (_index is not null)
        {
            for (var i = 0; i < _index.Length; i++)
                global[_index[i]] = part[i];
            return;
        }

        var count = Runs;
        for (var number = 0; number < count; number++)
        {
            var run = RunAt(number);
            Copy(part.Slice(run.From, run.Length), global.Slice(run.To, run.Length));
        }
    }

    /// <summary>Copies the values of the client's points out of the global field; halo points stay as they are.</summary>
    public void Gather<T>(ReadOnlySpan<T> global, Span<T> part)
        where T : unmanaged
    {
        for (var number = 0; number < Runs; number++)
        {
            var run = RunAt(number);
            Copy(global.Slice(run.To, run.Length), part.Slice(run.From, run.Length));
        }
    }

    private static void Copy<T>(ReadOnlySpan<T> from, Span<T> to)
        where T : unmanaged
    {
        if (from.Length >= ShortRun)
        {
            from.CopyTo(to);
            return;
        }

        ref var target = ref MemoryMarshal.GetReference(to);
        for (var i = 0; i < from.Length; i++)
            System.Runtime.CompilerServices.Unsafe.Add(ref target, i) = from[i];
    }
}
