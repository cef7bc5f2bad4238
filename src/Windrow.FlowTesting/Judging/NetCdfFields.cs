using Windrow.Native.NetCdf;

namespace Windrow.FlowTesting.Judging;

/// <summary>Reads the variables of a NetCDF file that are numbers.</summary>
internal static class NetCdfFields
{
    // Of libnetcdf: characters and strings are no numbers.
    private const int Character = 2;
    private const int Strings = 12;

    /// <param name="only">The one variable to read; null: all.</param>
    /// <exception cref="NetCdfException">It is no such file, or damaged.</exception>
    public static IReadOnlyList<NamedField> Read(string path, string? only)
    {
        using var file = NetCdfFile.OpenRead(path);
        var fields = new List<NamedField>();
        foreach (var variable in file.Variables())
        {
            if ((only is not null && variable != only) || !file.TryFind(variable, out var type, out var dimensions) || (int)type is Character or >= Strings)
                continue;
            var shape = dimensions.Select(dimension => (Name: dimension, Length: file.LengthOf(dimension) ?? 0)).ToList();
            var values = new double[shape.Aggregate(1, static (product, dimension) => checked(product * dimension.Length))];
            if (values.Length > 0)
                file.Read(variable, values);
            foreach (var missing in new[] { file.Number(variable, "_FillValue"), file.Number(variable, "missing_value") })
                Forget(values, missing);
            fields.Add(new NamedField($"{variable}({string.Join(", ", shape.Select(static dimension => $"{dimension.Name}={dimension.Length}"))})", values));
        }

        return fields;
    }

    private static void Forget(double[] values, double? missing)
    {
        for (var i = 0; i < values.Length; i++)
        {
            if (values[i] == missing)
                values[i] = double.NaN;
        }
    }
}
