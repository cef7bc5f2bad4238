using Windrow.Native.EcCodes;

namespace Windrow.Fields.Cubes.Grids;

/// <summary>Reads the grid of a GRIB message with ecCodes.</summary>
internal static class GribGridReader
{
    public static CubeGrid Read(ReadOnlyMemory<byte> message)
    {
        using var handle = GribHandle.Wrap(message);
        var type = handle.TryGetString("gridType", out var name) == EcCodesStatus.Success ? name : "unknown";
        if (type is "regular_ll" or "regular_gg" && IsRowByRow(handle))
        {
            var (rows, columns) = ((int)handle.GetLong("Nj"), (int)handle.GetLong("Ni"));
            var (latitudes, longitudes) = (Array(handle, "distinctLatitudes"), Array(handle, "distinctLongitudes"));
            if (latitudes.Length == rows && longitudes.Length == columns)
                return new CubeGrid(type, rows, columns, Ordered(latitudes, Is(handle, "jScansPositively")), Eastward(longitudes, handle));
        }

        var points = (int)handle.GetLong("numberOfDataPoints");
        var (every, all) = (Array(handle, "latitudes"), Array(handle, "longitudes"));
        return every.Length == points && all.Length == points ? new CubeGrid(type, 0, points, every, all) : new CubeGrid(type, 0, points, [], []);
    }

    private static bool IsRowByRow(GribHandle handle) =>
        !Is(handle, "iScansNegatively") && !Is(handle, "jPointsAreConsecutive") && !Is(handle, "alternativeRowScanning");

    private static bool Is(GribHandle handle, string key) => handle.TryGetLong(key, out var value) == EcCodesStatus.Success && value != 0;

    private static double[] Ordered(double[] latitudes, bool isNorthward)
    {
        System.Array.Sort(latitudes);
        if (!isNorthward)
            System.Array.Reverse(latitudes);
        return latitudes;
    }

    // Counted on from the first one, so that they are in order across the date line.
    private static double[] Eastward(double[] longitudes, GribHandle handle)
    {
        System.Array.Sort(longitudes);
        if (handle.TryGetDouble("longitudeOfFirstGridPointInDegrees", out var first) != EcCodesStatus.Success)
            return longitudes;
        for (var i = 0; i < longitudes.Length; i++)
            longitudes[i] = longitudes[i] < first - 1e-9 ? longitudes[i] + 360 : longitudes[i] >= first + 360 - 1e-9 ? longitudes[i] - 360 : longitudes[i];
        System.Array.Sort(longitudes);
        return longitudes;
    }

    private static double[] Array(GribHandle handle, string key)
    {
        try
        {
            var values = new double[handle.GetSize(key)];
            return handle.GetDoubles(key, values) == values.Length ? values : [];
        }
        catch (EcCodesException)
        {
            return []; // a grid that ecCodes cannot work out
        }
    }
}
