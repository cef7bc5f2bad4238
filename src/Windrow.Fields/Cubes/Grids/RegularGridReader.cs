using System.Diagnostics.CodeAnalysis;
using Windrow.Core.Messages;
using Windrow.Fields.Values;

namespace Windrow.Fields.Cubes.Grids;

/// <summary>A regular grid in latitude and longitude as own metadata describe it: <c>Ni</c>, <c>Nj</c> and the corners in one of multio's two spellings; rows from north to south where the corners do not say otherwise.</summary>
internal sealed class RegularGridReader
{
    private readonly OwnKey _gridType = new("gridType");
    private readonly OwnKey _ni = new("Ni");
    private readonly OwnKey _nj = new("Nj");
    private readonly (OwnKey Short, OwnKey Long) _north = (new("north"), new("latitudeOfFirstGridPointInDegrees"));
    private readonly (OwnKey Short, OwnKey Long) _south = (new("south"), new("latitudeOfLastGridPointInDegrees"));
    private readonly (OwnKey Short, OwnKey Long) _west = (new("west"), new("longitudeOfFirstGridPointInDegrees"));
    private readonly (OwnKey Short, OwnKey Long) _step = (new("west_east_increment"), new("iDirectionIncrementInDegrees"));
    private (Corners Corners, CubeGrid Grid)? _last;

    public bool TryRead(Metadata metadata, [NotNullWhen(true)] out CubeGrid? grid)
    {
        grid = null;
        if (!_gridType.TryGet(metadata, out var type) || type.ToString() != "regular_ll"
            || !_ni.TryGet(metadata, out var value) || !MetadataNumber.TryGet(value, out var columns) || columns is < 1 or > int.MaxValue
            || !_nj.TryGet(metadata, out value) || !MetadataNumber.TryGet(value, out var rows) || rows is < 1 || rows > int.MaxValue / columns
            || !TryNumber(_north, metadata, out var north) || !TryNumber(_south, metadata, out var south)
            || !TryNumber(_west, metadata, out var west) || !TryNumber(_step, metadata, out var step))
            return false;
        var corners = new Corners((int)rows, (int)columns, north, south, west, step);
        if (_last is not { } last || last.Corners != corners)
            _last = last = (corners, corners.Make());
        grid = last.Grid;
        return true;
    }

    private static bool TryNumber((OwnKey Short, OwnKey Long) key, Metadata metadata, out double number)
    {
        number = 0;
        return (key.Short.TryGet(metadata, out var value) || key.Long.TryGet(metadata, out value)) && value.TryGetNumber(out number);
    }

    private readonly record struct Corners(int Rows, int Columns, double North, double South, double West, double Step)
    {
        public CubeGrid Make()
        {
            var (latitudes, longitudes) = (new double[Rows], new double[Columns]);
            for (var row = 0; row < Rows; row++)
                latitudes[row] = Rows == 1 ? North : North + ((South - North) * row / (Rows - 1));
            for (var column = 0; column < Columns; column++)
                longitudes[column] = West + (Step * column);
            return new CubeGrid("regular_ll", Rows, Columns, latitudes, longitudes);
        }
    }
}
