using System.Globalization;
using Windrow.Core.Messages;

namespace Windrow.Fields.Grids;

/// <summary>Gaussian grids: regular (F), classic reduced (N), octahedral (O), and reduced by any list of points per row.</summary>
internal static class GaussianGrids
{
    /// <summary>4N points in each of 2N rows.</summary>
    public static RowGrid Regular(int n)
    {
        var latitudes = GaussianLatitudes.Of(n);
        var step = 360.0 / (4 * n);
        var rows = RowsOf(latitudes, _ => 4 * n);
        return new RowGrid(Name('F', n), rows, Metadata.From(
            ("gridType", "regular_gg"), ("gridName", Name('F', n)), ("N", (long)n), ("Ni", 4L * n), ("Nj", 2L * n), ("north", latitudes[0]), ("south", latitudes[^1]),
            ("west", 0.0), ("east", 360 - step), ("west_east_increment", step)));
    }

    /// <summary>20 + 4 i points in row i from either pole, i from 0: ECMWF's octahedral grid (Malardel et al. 2016, ECMWF Newsletter 146).</summary>
    public static RowGrid Octahedral(int n) => Reduced(n, row => 20 + (4 * Math.Min(row, (2 * n) - 1 - row)), Name('O', n));

    /// <summary>The classic reduced grid; null when nobody has tabulated it for this N.</summary>
    public static RowGrid? Classic(int n) => ReducedRows.TryClassic(n, out var counts) ? Reduced(n, row => counts[row], Name('N', n)) : null;

    /// <summary>A reduced grid as a GRIB message has it.</summary>
    /// <param name="counts">Points of each of the 2N rows, from north to south.</param>
    public static RowGrid Reduced(int n, long[] counts) => Reduced(n, row => (int)counts[row], ReducedRows.NameOf(n, counts));

    private static RowGrid Reduced(int n, Func<int, int> counts, string name)
    {
        var description = new MetadataBuilder().Set("gridType", "reduced_gg").Set("N", (long)n).Set("Nj", 2L * n);
        if (name.Length > 0)
            description.Set("gridName", name);
        return new RowGrid(name.Length > 0 ? name : string.Create(CultureInfo.InvariantCulture, $"reduced_gg N={n}"), RowsOf(GaussianLatitudes.Of(n), counts), description.Build());
    }

    private static GridRow[] RowsOf(double[] latitudes, Func<int, int> counts)
    {
        var rows = new GridRow[latitudes.Length];
        var start = 0;
        for (var i = 0; i < rows.Length; i++)
        {
            var count = counts(i);
            rows[i] = new GridRow(latitudes[i], 0, 360.0 / count, count, start, RowEdges.Of(latitudes, i, true), RowEdges.Of(latitudes, i + 1, true));
            start = checked(start + count);
        }

        return rows;
    }

    private static string Name(char kind, int n) => string.Create(CultureInfo.InvariantCulture, $"{kind}{n}");
}
