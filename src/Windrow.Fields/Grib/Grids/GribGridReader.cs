using System.Buffers.Binary;
using System.Globalization;
using Windrow.Core.Errors;
using Windrow.Fields.Grids;
using Windrow.Fields.RenumberHealpix;
using Windrow.Native.EcCodes;
using Windrow.Native.EcCodes.Structure;

namespace Windrow.Fields.Grib.Grids;

/// <summary>The grid that a GRIB message tells. Grids without rows of equal latitude become lists of the points that ecCodes computes.</summary>
internal static class GribGridReader
{
    private const int HealpixTemplate = 150;

    /// <param name="message">A checked message, or a header without values.</param>
    /// <exception cref="FailureException">It has no grid points, or ecCodes cannot tell where they are.</exception>
    public static Grid Read(ReadOnlyMemory<byte> message, in GribSections sections)
    {
        if (sections.Edition == 2 && BinaryPrimitives.ReadUInt16BigEndian(message.Span[(sections.Grid + 12)..]) == HealpixTemplate)
            return ReadHealpix(message.Span[sections.Grid..sections.Product]);
        using var handle = GribHandle.Wrap(message);
        var type = handle.TryGetString("gridType", out var named) == EcCodesStatus.Success ? named : "unknown";
        if (type == "sh")
            throw Refused("the field is in spherical harmonics", "have the model send grid points, or transform it in front: interpolate has no spectral transform");
        try
        {
            return InRows(handle, type) ?? Points(handle, type);
        }
        catch (EcCodesException exception)
        {
            throw Refused($"ecCodes cannot tell where the points of the grid '{type}' are: {exception.Message}", "name the grid with 'input', or its points with 'input-points'");
        }
    }

    private static Grid? InRows(GribHandle handle, string type)
    {
        if (Flag(handle, "iScansNegatively") || Flag(handle, "jPointsAreConsecutive") || Flag(handle, "alternativeRowScanning"))
            return null;
        var isFromSouth = Flag(handle, "jScansPositively");
        switch (type)
        {
            case "regular_ll":
                return LatLon(handle, isFromSouth);
            case "regular_gg" when !isFromSouth && handle.GetLong("Nj") == 2 * handle.GetLong("N"):
                var (n, ni) = ((int)handle.GetLong("N"), handle.GetLong("Ni"));
                return ni == 4 * n && Math.Abs(handle.GetDouble("longitudeOfFirstGridPointInDegrees")) < 1e-6 ? GaussianGrids.Regular(n) : null;
            case "reduced_gg" when !isFromSouth:
                var counts = new long[handle.GetSize("pl")];
                handle.GetLongs("pl", counts);
                var size = handle.GetLong("N");
                return counts.Length == 2 * size && counts.Sum() == handle.GetLong("numberOfDataPoints") ? GaussianGrids.Reduced((int)size, counts) : null;
            default:
                return null;
        }
    }

    // Corners and counts are exact where a step has been rounded.
    private static RowGrid LatLon(GribHandle handle, bool isFromSouth)
    {
        var (ni, nj) = ((int)handle.GetLong("Ni"), (int)handle.GetLong("Nj"));
        var (first, last) = (handle.GetDouble("latitudeOfFirstGridPointInDegrees"), handle.GetDouble("latitudeOfLastGridPointInDegrees"));
        var (west, east) = (handle.GetDouble("longitudeOfFirstGridPointInDegrees"), handle.GetDouble("longitudeOfLastGridPointInDegrees"));
        if (east < west)
            east += 360;
        var dx = ni > 1 ? (east - west) / (ni - 1) : 1;
        if (Math.Abs((ni * dx) - 360) < 0.01 * dx)
            dx = 360.0 / ni;
        var dy = nj > 1 ? Math.Abs(first - last) / (nj - 1) : 1;
        return LatLonGrids.Make(string.Create(CultureInfo.InvariantCulture, $"regular_ll {ni}x{nj}"), ni, nj, Math.Max(first, last), west, dx, dy, isFromSouth);
    }

    private static PointGrid Points(GribHandle handle, string type)
    {
        var (latitudes, longitudes) = (new double[handle.GetSize("latitudes")], new double[handle.GetSize("longitudes")]);
        handle.GetDoubles("latitudes", latitudes);
        handle.GetDoubles("longitudes", longitudes);
        return new PointGrid(type, latitudes, longitudes);
    }

    // Template 3.150, which ecCodes knows from 2.30 on: octets 32-35 Nside, 36-39 longitude, 41 the order (0 rings, 1 nested).
    private static RowGrid ReadHealpix(ReadOnlySpan<byte> section)
    {
        var (nside, longitude) = (BinaryPrimitives.ReadUInt32BigEndian(section[31..]), BinaryPrimitives.ReadUInt32BigEndian(section[35..]));
        var isNested = section[40] == 1;
        if (nside is 0 or > HealpixOrder.LargestNside || longitude != 45_000_000 || section[40] > 1 || (isNested && !HealpixOrder.IsNside(nside)))
            throw Refused($"a HEALPix grid of Nside {nside}, order {section[40]}, first longitude {longitude} µ° is not supported", $"Nside is at most {HealpixOrder.LargestNside}, the order ring or nested, the longitude 45°");
        return HealpixGrids.Of((int)nside, isNested);
    }

    private static bool Flag(GribHandle handle, string key) => handle.TryGetLong(key, out var value) == EcCodesStatus.Success && value != 0;

    private static FailureException Refused(string reason, string advice) => new(Failure.Permanent(reason, advice));
}
