using System.Collections.Concurrent;
using System.Globalization;
using Windrow.Core.Errors;
using Windrow.Core.Messages;
using Windrow.Fields.Grids;
using Windrow.Native.EcCodes;
using Windrow.Native.EcCodes.Structure;

namespace Windrow.Fields.Grib.Grids;

/// <summary>
/// The octets that tell a grid in a GRIB message: section 3 of edition 2, section 2 of edition 1. ecCodes makes them, once for each grid; they
/// are then put into headers without a handle, which would cost more than the rest of a small field's way.
/// </summary>
internal static class GribGridSection
{
    private const int HealpixSince = 23000;

    private static readonly ConcurrentDictionary<(MessageId Grid, int Edition), byte[]> Known = [];

    /// <exception cref="FailureException">GRIB, or the installed ecCodes, has no such grid.</exception>
    public static byte[] Of(RowGrid grid, int edition)
    {
        if (Known.TryGetValue((grid.Identity, edition), out var known))
            return known;
        try
        {
            return Known.GetOrAdd((grid.Identity, edition), Make(grid, edition));
        }
        catch (EcCodesException exception)
        {
            throw new FailureException(Failure.Permanent($"ecCodes cannot describe the grid {grid} in GRIB{edition}: {exception.Message}", "encode in edition 2, or on a 'template' that has the grid", exception));
        }
    }

    private static byte[] Make(RowGrid grid, int edition)
    {
        grid.Description.TryGetString("gridType", out var type);
        using var handle = GribHandle.FromSample(type switch
        {
            "regular_gg" => $"regular_gg_sfc_grib{edition}",
            "reduced_gg" => $"reduced_gg_pl_32_grib{edition}",
            _ => $"regular_ll_sfc_grib{edition}",
        });
        if (type == "HEALPix")
            SetHealpix(handle, grid, edition);
        else if (type == "reduced_gg")
            SetReduced(handle, grid);
        else
            SetRegular(handle, grid);
        if (edition == 2)
            handle.SetLong("numberOfDataPoints", grid.Points);
        return SectionOf(handle.Message);
    }

    private static void SetRegular(GribHandle handle, RowGrid grid)
    {
        var description = grid.Description;
        description.TryGetInt64("Ni", out var ni);
        description.TryGetInt64("Nj", out var nj);
        if (description.TryGetInt64("N", out var n))
            handle.SetLong("N", n);
        handle.SetLong("Ni", ni);
        handle.SetLong("Nj", nj);
        foreach (var (key, from) in ((string, string)[])
            [
                ("latitudeOfFirstGridPointInDegrees", "north"), ("longitudeOfFirstGridPointInDegrees", "west"),
                ("latitudeOfLastGridPointInDegrees", "south"), ("longitudeOfLastGridPointInDegrees", "east"),
                ("iDirectionIncrementInDegrees", "west_east_increment"), ("jDirectionIncrementInDegrees", "south_north_increment"),
            ])
        {
            if (description.TryGet(from, out var value) && value.TryGetNumber(out var degrees))
                handle.SetDouble(key, degrees);
        }

        handle.SetLong("jScansPositively", grid.Rows[0].Start == 0 ? 0 : 1);
    }

    private static void SetReduced(GribHandle handle, RowGrid grid)
    {
        var rows = grid.Rows;
        var counts = new long[rows.Length];
        for (var i = 0; i < counts.Length; i++)
            counts[i] = rows[i].Count;
        handle.SetLong("N", rows.Length / 2);
        handle.SetLong("Nj", rows.Length);
        handle.SetLongs("pl", counts);
        handle.SetDouble("latitudeOfFirstGridPointInDegrees", rows[0].Latitude);
        handle.SetDouble("latitudeOfLastGridPointInDegrees", rows[^1].Latitude);
        handle.SetDouble("longitudeOfFirstGridPointInDegrees", 0);
        handle.SetDouble("longitudeOfLastGridPointInDegrees", 360 - (360.0 / counts.Max()));
    }

    private static void SetHealpix(GribHandle handle, RowGrid grid, int edition)
    {
        if (edition == 1)
            throw new FailureException(Failure.Permanent("GRIB1 has no HEALPix grids", "encode in edition 2"));
        if (EcCodesLibrary.Version < HealpixSince)
        {
            var version = EcCodesLibrary.Version;
            throw new FailureException(Failure.Permanent(
                string.Create(CultureInfo.InvariantCulture, $"the installed ecCodes {version / 10000}.{version / 100 % 100}.{version % 100} does not know HEALPix grids (GRIB2 template 3.150)"),
                "install ecCodes 2.30 or later, or interpolate to another grid"));
        }

        grid.Description.TryGetInt64("Nside", out var nside);
        grid.Description.TryGetString("orderingConvention", out var order);
        handle.SetLong("gridDefinitionTemplateNumber", 150);
        handle.SetLong("Nside", nside);
        handle.SetString("orderingConvention", order!);
        handle.SetDouble("longitudeOfFirstGridPointInDegrees", 45);
    }

    private static byte[] SectionOf(ReadOnlySpan<byte> message) => GribSections.TryParse(message, out var sections, out var defect)
        ? message[sections.Grid..GribGridSplice.EndOfGrid(sections)].ToArray()
        : throw new InvalidOperationException($"ecCodes made a message that is damaged: {defect}.");
}
