using System.Globalization;
using Windrow.Core.Messages;

namespace Windrow.Fields.Grids;

/// <summary>Regular grids of longitudes and latitudes.</summary>
internal static class LatLonGrids
{
    private const double Slack = 1e-9;

    /// <summary>
    /// The points whose coordinates are multiples of the steps and that lie in an area, its edges included; the meridian that closes the globe
    /// is not repeated. Null when there are none, or more than 32 bits can number.
    /// </summary>
    /// <param name="dx">Step eastward, in degrees.</param>
    /// <param name="dy">Step southward, in degrees.</param>
    public static RowGrid? Of(double dx, double dy, LatLonArea? within = null)
    {
        var area = within ?? LatLonArea.Global;
        var top = Math.Floor((area.North / dy) + Slack);
        var rows = top - Math.Ceiling((area.South / dy) - Slack) + 1;
        var left = Math.Ceiling((area.West / dx) - Slack);
        var columns = Math.Floor((area.East / dx) + Slack) - left + 1;
        if ((columns - 1) * dx >= 360 - Slack)
            columns = Math.Ceiling((360 / dx) - Slack);
        if (rows < 1 || columns < 1 || rows * columns > int.MaxValue)
            return null;
        var name = string.Create(CultureInfo.InvariantCulture, $"{dx}/{dy}");
        if (within is { } part && part != LatLonArea.Global)
            name += string.Create(CultureInfo.InvariantCulture, $" in {part.North}/{part.West}/{part.South}/{part.East}");
        return Make(name, (int)columns, (int)rows, top * dy, left * dx, dx, dy);
    }

    /// <summary>Atlas' <c>L</c> grids: both poles, and the meridian 0.</summary>
    /// <param name="nx">Points of a row.</param>
    /// <param name="ny">Rows; at least 2.</param>
    public static RowGrid Named(int nx, int ny) => Make(string.Create(CultureInfo.InvariantCulture, $"L{nx}x{ny}"), nx, ny, 90, 0, 360.0 / nx, 180.0 / (ny - 1));

    /// <param name="north">Latitude of the northernmost row.</param>
    /// <param name="west">Longitude of the westernmost column.</param>
    /// <param name="isFromSouth">Fields have the southernmost row first.</param>
    public static RowGrid Make(string name, int columns, int rows, double north, double west, double dx, double dy, bool isFromSouth = false)
    {
        var latitudes = new double[rows];
        for (var i = 0; i < rows; i++)
            latitudes[i] = Math.Clamp(north - (i * dy), -90, 90);
        west -= 360 * Math.Floor(west / 360);
        var list = new GridRow[rows];
        for (var i = 0; i < rows; i++)
            list[i] = new GridRow(latitudes[i], west, dx, columns, (isFromSouth ? rows - 1 - i : i) * columns, RowEdges.Of(latitudes, i, false), RowEdges.Of(latitudes, i + 1, false));
        var east = west + ((columns - 1) * dx);
        return new RowGrid(name, list, Metadata.From(
            ("gridType", "regular_ll"), ("Ni", (long)columns), ("Nj", (long)rows),
            ("north", isFromSouth ? latitudes[^1] : latitudes[0]), ("south", isFromSouth ? latitudes[0] : latitudes[^1]), ("west", west), ("east", east >= 360 - Slack ? east - 360 : east),
            ("west_east_increment", dx), ("south_north_increment", dy)));
    }
}
