using System.Globalization;
using Windrow.Core.Messages;
using Windrow.Fields.RenumberHealpix;

namespace Windrow.Fields.Grids;

/// <summary>
/// HEALPix (Górski et al. 2005, ApJ 622, 759): 12 Nside² points in 4 Nside - 1 rings. For conservative remapping its cells are taken as bands
/// of the rings cut half way between points, which tile the sphere and are equal in area but for some percent.
/// </summary>
internal static class HealpixGrids
{
    /// <param name="nside">At most <see cref="HealpixOrder.LargestNside"/>; a power of two where points are in nested order.</param>
    public static RowGrid Of(int nside, bool isNested)
    {
        var latitudes = new double[(4 * nside) - 1];
        for (var ring = 1; ring <= 2 * nside; ring++)
        {
            // Equations 4 and 8: sines of latitude; near the pole from the distance to it, which keeps its digits.
            latitudes[ring - 1] = ring < nside
                ? 90 - double.RadiansToDegrees(2 * Math.Asin(ring / (nside * Math.Sqrt(6))))
                : double.RadiansToDegrees(Math.Asin((4.0 / 3) - (2.0 * ring / (3.0 * nside))));
            latitudes[^ring] = -latitudes[ring - 1];
        }

        var rows = new GridRow[latitudes.Length];
        var start = 0;
        for (var i = 0; i < rows.Length; i++)
        {
            var quarter = Math.Min(nside, Math.Min(i + 1, rows.Length - i));
            var step = 90.0 / quarter;

            // In the caps and in every other ring between them, the first point is half a step east of the meridian.
            var isShifted = i + 1 < nside || i + 1 > 3 * nside || ((i + 1 - nside) & 1) == 0;
            rows[i] = new GridRow(latitudes[i], isShifted ? step / 2 : 0, step, 4 * quarter, start, RowEdges.Of(latitudes, i, true), RowEdges.Of(latitudes, i + 1, true));
            start += 4 * quarter;
        }

        var ordering = isNested ? "nested" : "ring";
        return new RowGrid(
            string.Create(CultureInfo.InvariantCulture, $"H{nside}_{ordering}"), rows,
            Metadata.From(("gridType", "HEALPix"), ("Nside", (long)nside), ("orderingConvention", ordering), ("longitudeOfFirstGridPointInDegrees", 45.0)),
            isNested ? HealpixOrder.RingToNested(nside) : null);
    }
}
