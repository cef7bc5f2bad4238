using System.Runtime.InteropServices;

namespace Windrow.Native.NetCdf;

/// <summary>Variables.</summary>
public sealed unsafe partial class NetCdfFile
{
    /// <summary>Makes a variable.</summary>
    /// <param name="chunks">How many values of each dimension are stored together.</param>
    /// <param name="deflate">Compression from 0, none, to 9.</param>
    /// <param name="shuffle">Put the first octets of all values together, then the second, …: it makes compression of numbers better.</param>
    public void AddVariable(string name, NetCdfType type, IReadOnlyList<string> dimensions, IReadOnlyList<int> chunks, double fill, int deflate, bool shuffle)
    {
        var ids = stackalloc int[MostDimensions];
        var sizes = stackalloc nuint[MostDimensions];
        ArgumentOutOfRangeException.ThrowIfGreaterThan(dimensions.Count, MostDimensions);
        using (Enter())
        {
            for (var i = 0; i < dimensions.Count; i++)
            {
                Check(NetCdfApi.nc_inq_dimid(_file, dimensions[i], out ids[i]), $"find the dimension '{dimensions[i]}'");
                sizes[i] = (nuint)chunks[i];
            }

            Check(NetCdfApi.nc_def_var(_file, name, (int)type, dimensions.Count, ids, out var variable), $"make the variable '{name}'");
            var single = (float)fill;
            Check(NetCdfApi.nc_def_var_fill(_file, variable, 0, type == NetCdfType.Double ? &fill : &single), $"set the fill value of '{name}'");
            if (dimensions.Count == 0)
                return;
            Check(NetCdfApi.nc_def_var_chunking(_file, variable, NetCdfApi.Chunked, sizes), $"set the pieces of '{name}'");
            if (deflate > 0)
                Check(NetCdfApi.nc_def_var_deflate(_file, variable, shuffle ? 1 : 0, 1, deflate), $"set the compression of '{name}'");
        }
    }

    /// <summary>The names of the variables, in the order of the file.</summary>
    public IReadOnlyList<string> Variables()
    {
        var name = stackalloc byte[NetCdfApi.LongestName + 1];
        using (Enter())
        {
            Check(NetCdfApi.nc_inq_nvars(_file, out var count), "count the variables");
            var names = new string[count];
            for (var i = 0; i < count; i++)
            {
                Check(NetCdfApi.nc_inq_varname(_file, i, name), $"name variable {i}");
                names[i] = Marshal.PtrToStringUTF8((nint)name)!;
            }

            return names;
        }
    }

    /// <summary>An attribute that is one number; null: there is none, or it is no number.</summary>
    public double? Number(string variable, string name)
    {
        using (Enter())
        {
            var id = IdOf(variable);
            if (NetCdfApi.nc_inq_attlen(_file, id, name, out var length) != 0 || length != 1)
                return null;
            return NetCdfApi.nc_get_att_double(_file, id, name, out var value) == 0 ? value : null;
        }
    }

    /// <summary>The type of a variable, as libnetcdf numbers them, and its dimensions; false: there is none of the name.</summary>
    public bool TryFind(string variable, out NetCdfType type, out string[] dimensions)
    {
        type = default;
        dimensions = [];
        var ids = stackalloc int[1024];
        var name = stackalloc byte[NetCdfApi.LongestName + 1];
        using (Enter())
        {
            var status = NetCdfApi.nc_inq_varid(_file, variable, out var id);
            if (status == NetCdfApi.NotFoundVariable)
                return false;
            Check(status, $"find the variable '{variable}'");
            Check(NetCdfApi.nc_inq_var(_file, id, null, out var number, out var count, ids, out _), $"read the variable '{variable}'");
            type = (NetCdfType)number;
            dimensions = new string[count];
            for (var i = 0; i < count; i++)
            {
                Check(NetCdfApi.nc_inq_dim(_file, ids[i], name, out _), $"read the dimensions of '{variable}'");
                dimensions[i] = Marshal.PtrToStringUTF8((nint)name)!;
            }

            return true;
        }
    }

    /// <summary>All values of a variable.</summary>
    /// <param name="values">As many as its dimensions say.</param>
    public void Read(string variable, Span<double> values)
    {
        using (Enter())
            Check(NetCdfApi.nc_get_var_double(_file, IdOf(variable), values), $"read '{variable}'");
    }

    /// <summary>Writes a block of values.</summary>
    public void Write(string variable, ReadOnlySpan<int> start, ReadOnlySpan<int> count, ReadOnlySpan<double> values)
    {
        var (starts, counts) = (new Places(), new Places());
        Fill(start, count, values.Length, ref starts, ref counts);
        using (Enter())
            Check(NetCdfApi.nc_put_vara_double(_file, IdOf(variable), (nuint*)&starts, (nuint*)&counts, values), $"write '{variable}'");
    }

    /// <inheritdoc cref="Write(string, ReadOnlySpan{int}, ReadOnlySpan{int}, ReadOnlySpan{double})"/>
    public void Write(string variable, ReadOnlySpan<int> start, ReadOnlySpan<int> count, ReadOnlySpan<float> values)
    {
        var (starts, counts) = (new Places(), new Places());
        Fill(start, count, values.Length, ref starts, ref counts);
        using (Enter())
            Check(NetCdfApi.nc_put_vara_float(_file, IdOf(variable), (nuint*)&starts, (nuint*)&counts, values), $"write '{variable}'");
    }

    private static void Fill(ReadOnlySpan<int> start, ReadOnlySpan<int> count, int values, ref Places starts, ref Places counts)
    {
        // The library takes as many as the counts say, whatever is there.
        var product = 1L;
        for (var i = 0; i < start.Length; i++)
        {
            (starts[i], counts[i]) = ((nuint)start[i], (nuint)count[i]);
            product *= count[i];
        }

        if (product != values)
            throw new ArgumentException($"a block of {product} values is given {values}", nameof(values));
    }

    [System.Runtime.CompilerServices.InlineArray(MostDimensions)]
    private struct Places
    {
        private nuint _first;
    }
}
