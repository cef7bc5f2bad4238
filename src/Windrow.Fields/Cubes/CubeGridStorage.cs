using Windrow.Core.Errors;
using Windrow.Core.Payloads;
using Windrow.Fields.Cubes.Grids;
using Windrow.Fields.Cubes.Storage;

namespace Windrow.Fields.Cubes;

/// <summary>The grid of a data set: dimensions <c>lat</c> and <c>lon</c> of a regular one; else <c>cell</c>, with latitudes and longitudes as auxiliary coordinates where they are known.</summary>
internal static class CubeGridStorage
{
    private const string Lat = "lat";
    private const string Lon = "lon";
    private const string Cell = "cell";
    private const string Name = "grid";

    public static string[] Dimensions(CubeGrid grid) => grid.IsRegular ? [Lat, Lon] : [Cell];

    /// <summary>Whether a variable of that name would be taken for the grid.</summary>
    public static bool IsName(string variable) => variable is Lat or Lon or Cell;

    /// <summary>CF's attribute <c>coordinates</c> of a variable on the grid.</summary>
    public static string? Coordinates(CubeGrid grid) => !grid.IsRegular && grid.Latitudes.Length > 0 ? "lat lon" : null;

    /// <summary>Gives a new data set the grid, or compares it with the one that is there.</summary>
    public static Failure? AddOrCheck(ICubeStorage storage, CubeGrid grid)
    {
        if (storage.Attribute(Name) is { } known)
            return Check(storage, grid, known);
        if (storage.IsOld)
            return Failure.Permanent("what is there was not written by this sink: it does not say on which grid it is", "write to another place, or remove what is there");
        storage.SetAttribute(null, "Conventions", "CF-1.8");
        storage.SetAttribute(null, Name, grid.Name);
        if (grid.IsRegular)
        {
            Add(storage, Lat, Lat, grid.Latitudes, "latitude", "degrees_north", "Y");
            Add(storage, Lon, Lon, grid.Longitudes, "longitude", "degrees_east", "X");
            return null;
        }

        storage.AddDimension(Cell, grid.Columns);
        if (grid.Latitudes.Length > 0)
        {
            Add(storage, Lat, Cell, grid.Latitudes, "latitude", "degrees_north", null);
            Add(storage, Lon, Cell, grid.Longitudes, "longitude", "degrees_east", null);
        }

        return null;
    }

    private static Failure? Check(ICubeStorage storage, CubeGrid grid, string known)
    {
        var isSame = known == grid.Name && (grid.IsRegular
            ? storage.LengthOf(Lat) == grid.Rows && storage.LengthOf(Lon) == grid.Columns
            : storage.LengthOf(Cell) == grid.Columns) && HasValues(storage, Lat, grid.Latitudes) && HasValues(storage, Lon, grid.Longitudes);
        if (isSame)
            return null;
        var size = storage.LengthOf(Cell) is { } cells ? $"{cells} points" : $"{storage.LengthOf(Lat)} × {storage.LengthOf(Lon)} points";
        return Failure.Permanent($"the field is on a {grid}, the file has a {known} of {size} or with other coordinates", "a file has one grid: put a key that tells them apart into 'path', or interpolate in front");
    }

    private static bool HasValues(ICubeStorage storage, string name, double[] values)
    {
        if (storage.Find(name) is null)
            return values.Length == 0;
        var known = storage.Read(name);
        if (known.Length != values.Length)
            return false;
        for (var i = 0; i < known.Length; i++)
        {
            if (Math.Abs(known[i] - values[i]) > 1e-6)
                return false;
        }

        return true;
    }

    private static void Add(ICubeStorage storage, string name, string dimension, double[] values, string standardName, string units, string? axis)
    {
        if (dimension == name)
            storage.AddDimension(name, values.Length);
        var attributes = new Dictionary<string, object> { ["standard_name"] = standardName, ["long_name"] = standardName, ["units"] = units };
        if (axis is not null)
            attributes["axis"] = axis;
        storage.AddVariable(new CubeVariable(name, Precision.Double, [dimension], [values.Length], double.NaN, attributes));
        storage.Write(name, [0], [values.Length], (ReadOnlySpan<double>)values);
    }
}
