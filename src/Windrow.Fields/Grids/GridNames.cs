using System.Globalization;

namespace Windrow.Fields.Grids;

/// <summary>Grids by the names that ECMWF's software has for them.</summary>
internal static class GridNames
{
    public const string Known = "F320, N320, O320, 0.25/0.25, L1440x721, H128, H128_ring or H128_nested";

    /// <summary>Makes the grid of a name.</summary>
    /// <param name="area">The part that is wanted, for grids of the form <c>dx/dy</c>.</param>
    /// <param name="grid">The grid; null when there is none.</param>
    /// <param name="defect">What is wrong with the name then: <c>it is no grid that is known</c>.</param>
    public static bool TryFind(string name, LatLonArea? area, out RowGrid? grid, out string? defect)
    {
        (grid, defect) = (null, null);
        if (name.Contains('/', StringComparison.Ordinal))
        {
            var slash = name.IndexOf('/', StringComparison.Ordinal);
            if (TryStep(name.AsSpan(0, slash), out var dx) && TryStep(name.AsSpan(slash + 1), out var dy))
                grid = LatLonGrids.Of(dx, dy, area);
            else
                defect = $"'{name}' is no pair of steps in degrees";
            if (grid is null)
                defect ??= $"no point of {name} lies in its area, or too many do";
            return grid is not null;
        }

        if (area is { } part && part != LatLonArea.Global && !(part is { North: 90, South: -90 } && part.East - part.West == 360))
            defect = $"a part of '{name}' cannot be cut out: areas are for grids of the form dx/dy";
        else
            grid = Named(name, out defect);
        return grid is not null;
    }

    private static RowGrid? Named(string name, out string? defect)
    {
        defect = null;
        var rest = name.Length > 1 ? name[1..] : "";
        var kind = name.Length > 0 ? char.ToUpperInvariant(name[0]) : ' ';
        if (kind == 'L' && rest.Split('x') is [var first, var second] && TryNumber(first, 1 << 17, out var nx) && TryNumber(second, 1 << 17, out var ny) && ny > 1 && (long)nx * ny <= int.MaxValue)
            return LatLonGrids.Named(nx, ny);
        if (kind == 'H')
            return Healpix(name, rest, out defect);
        if (kind is 'F' or 'N' or 'O' && TryNumber(rest, GaussianLatitudes.LargestN, out var n))
        {
            var grid = kind == 'F' ? GaussianGrids.Regular(n) : kind == 'O' ? GaussianGrids.Octahedral(n) : GaussianGrids.Classic(n);
            defect = grid is null ? $"ecCodes has no sample of the reduced grid '{name}'" : null;
            return grid;
        }

        defect = $"'{name}' is no grid that is known";
        return null;
    }

    private static RowGrid? Healpix(string name, string rest, out string? defect)
    {
        var order = rest.IndexOf('_', StringComparison.Ordinal) is >= 0 and var at ? rest[(at + 1)..] : "ring";
        defect = null;
        if (order is not ("ring" or "nested") || !TryNumber(rest.Split('_')[0], RenumberHealpix.HealpixOrder.LargestNside, out var nside))
            defect = $"'{name}' is no HEALPix grid";
        else if (order == "nested" && !RenumberHealpix.HealpixOrder.IsNside(nside))
            defect = $"'{name}' has no nested order: that needs a power of two";
        else
            return HealpixGrids.Of(nside, order == "nested");
        return null;
    }

    private static bool TryStep(ReadOnlySpan<char> text, out double step) =>
        double.TryParse(text.Trim(), NumberStyles.Float, CultureInfo.InvariantCulture, out step) && step is >= 0.001 and <= 180;

    private static bool TryNumber(string text, int most, out int number) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out number) && number >= 1 && number <= most;
}
