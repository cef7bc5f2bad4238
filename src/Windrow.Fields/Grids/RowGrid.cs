using System.Runtime.InteropServices;
using Windrow.Core.Messages;

namespace Windrow.Fields.Grids;

/// <summary>
/// A grid of rows of equal latitude with equal steps in each: regular and reduced Gaussian grids, regular longitudes and latitudes, HEALPix.
/// Rows stand from north to south here, whichever way the field scans them.
/// </summary>
internal sealed class RowGrid : Grid
{
    private readonly GridRow[] _rows;
    private readonly int[]? _order;
    private readonly double[] _latitudes;

    /// <param name="name">The name of the grid.</param>
    /// <param name="rows">From north to south; their points tile the numbers from 0.</param>
    /// <param name="description">The metadata that tell the grid.</param>
    /// <param name="order">For every point as rows number it, its place in the field; null: that very number.</param>
    public RowGrid(string name, GridRow[] rows, Metadata description, int[]? order = null)
        : base(name, description)
    {
        (_rows, _order) = (rows, order);
        _latitudes = Array.ConvertAll(rows, static row => row.Latitude);
        var points = 0L;
        foreach (var row in rows)
            points += row.Count;
        Points = checked((int)points);
        Identity = default(MessageId).With(MemoryMarshal.AsBytes<GridRow>(rows)).With(MemoryMarshal.AsBytes<int>(order ?? []));
        Nearest = new NearestInRows(this);
    }

    public override MessageId Identity { get; }

    public override int Points { get; }

    public override INearestPoint Nearest { get; }

    public ReadOnlySpan<GridRow> Rows => _rows;

    /// <summary>For every point as rows number it, its place in the field; empty: that very number.</summary>
    public ReadOnlySpan<int> Order => _order;

    /// <summary>The place in the field of a point that rows number so.</summary>
    public int PlaceOf(int point) => _order is null ? point : _order[point];

    /// <summary>The last row that is not south of a latitude; -1: all are.</summary>
    public int RowAbove(double latitude)
    {
        var (low, high) = (0, _latitudes.Length);
        while (low < high)
        {
            var middle = (low + high) / 2;
            if (_latitudes[middle] >= latitude)
                low = middle + 1;
            else
                high = middle;
        }

        return low - 1;
    }

    public override void CopyLocations(Span<double> latitudes, Span<double> longitudes)
    {
        foreach (ref readonly var row in _rows.AsSpan())
        {
            for (var i = 0; i < row.Count; i++)
            {
                var place = PlaceOf(row.Start + i);
                (latitudes[place], longitudes[place]) = (row.Latitude, row.First + (i * row.Step));
            }
        }
    }

    public override bool Covers(double latitude, double longitude)
    {
        const double Slack = 1e-9;
        if (latitude > _rows[0].North + Slack || latitude < _rows[^1].South - Slack)
            return false;
        var above = Math.Clamp(RowAbove(latitude), 0, _rows.Length - 1);
        return _rows[above].Covers(longitude) || (above + 1 < _rows.Length && _rows[above + 1].Covers(longitude));
    }
}
