using System.Diagnostics;
using System.Globalization;
using Windrow.Core;
using Windrow.Core.Configuration;
using Windrow.Core.IO;
using Windrow.Core.Messages;
using Windrow.Core.Payloads;
using Windrow.Core.PlugIns;
using Windrow.Fields.Grib;
using Windrow.Fields.Grib.Grids;
using Windrow.Fields.Grids;
using Windrow.Fields.Interpolate;
using Windrow.Fields.Tests.Encode;
using Windrow.Fields.Tests.Grids;
using Windrow.Fields.Tests.Values;
using Windrow.Native.EcCodes.Structure;

namespace Windrow.Fields.Tests.Interpolate;

/// <summary>Smooth fields on grids, in memory and as GRIB, and what <c>interpolate</c> and CDO make of them.</summary>
internal static class FieldOnGrid
{
    /// <summary>2 + cos² φ cos 2λ: spherical harmonics of degree 2, as in Jones 1999.</summary>
    public static double Smooth(double latitude, double longitude) =>
        2 + (Math.Pow(Math.Cos(double.DegreesToRadians(latitude)), 2) * Math.Cos(2 * double.DegreesToRadians(longitude)));

    /// <summary>2 + sin 2φ cos λ cos φ + ...: of no symmetry, so that no wrong point has the right value.</summary>
    public static double Lopsided(double latitude, double longitude)
    {
        var (phi, lambda) = (double.DegreesToRadians(latitude), double.DegreesToRadians(longitude));
        return 280 + (20 * Math.Sin(phi)) + (15 * Math.Cos(phi) * Math.Sin(lambda + 0.3)) + (6 * Math.Cos(phi) * Math.Cos(phi) * Math.Cos((2 * lambda) - 1)) + (3 * Math.Sin(3 * phi));
    }

    public static RowGrid Named(string name)
    {
        GridNames.TryFind(name, null, out var grid, out var defect).ShouldBeTrue(defect);
        return grid!;
    }

    public static double[] Values(Grid grid, Func<double, double, double> function)
    {
        var (latitudes, longitudes) = GridTests.Locations(grid);
        return [.. latitudes.Zip(longitudes, function)];
    }

    /// <summary>A field in memory whose grid the metadata name.</summary>
    public static Message Message(string grid, double[] values, params (string, MetadataValue)[] more) => new(
        MessageKind.Field, Metadata.From([("atlas-grid-kind", grid), ("paramId", 167L), .. more]), FieldPayload.Copy(values), new Origin("test", "memory"));

    /// <summary>A GRIB message of 24 bits.</summary>
    public static byte[] Grib(RowGrid grid, double[] values, int edition = 2, double? missing = null)
    {
        var sample = Tests.Grib.GribCorpus.Make($"regular_ll_sfc_grib{edition}", ("dataDate", 20261120), ("step", 6));
        GribSections.TryParse(sample, out var sections, out _).ShouldBeTrue();
        var header = GribHeader.Of(sample, sections);
        GribSections.TryParse(header, out sections, out _).ShouldBeTrue();
        using var encoder = Fields.Grib.Encoding.GribEncoder.FromTemplate(GribGridSplice.Replace(header, sections, GribGridSection.Of(grid, edition), grid.Points));
        encoder.BitsPerValue = 24;
        if (missing is { } mark)
            encoder.SetValues(values, mark);
        else
            encoder.SetValues(values);
        return encoder.Message.ToArray();
    }

    public static PlugInContext Context(string directory = "/", bool strict = false) =>
        new(new EngineServices { Files = new PhysicalFileSystem() }, new DiagnosticBag(), ConfigDialect.Native, directory, "plan/interpolate", [], strict);

    public static Task<FieldFlow> Run(string yaml, Message message, PlugInContext? context = null) =>
        FieldFlow.Run(new InterpolateAction(FieldFlow.Bind(InterpolateOptions.Set, yaml), context ?? Context()), [message]);

    public static async Task<Message> One(string yaml, Message message, PlugInContext? context = null)
    {
        var run = await Run(yaml, message, context);
        run.Dead.ShouldBeEmpty();
        return run.Products.ShouldHaveSingleItem();
    }

    public static async Task<double[]> Result(string yaml, Message message, PlugInContext? context = null) => FieldFlow.Values(await One(yaml, message, context));

    public static Message Encoded(byte[] octets) => EncodeTests.Encoded(octets);

    /// <summary>What a CDO operator makes of a message, on a grid of one of our names.</summary>
    public static double[] Cdo(string remap, RowGrid target, byte[] message)
    {
        var folder = System.IO.Directory.CreateTempSubdirectory("windrow-cdo-").FullName;
        try
        {
            File.WriteAllBytes(Path.Combine(folder, "in.grib"), message);
            File.WriteAllText(Path.Combine(folder, "grid"), Describe(target));
            var operation = remap.Split(',');
            var start = new ProcessStartInfo("cdo", ["-s", "outputf,%.10g,1", $"-{operation[0]},{Path.Combine(folder, "grid")}{(operation.Length > 1 ? "," + operation[1] : "")}", Path.Combine(folder, "in.grib")])
            { RedirectStandardOutput = true, RedirectStandardError = true };
            using var process = Process.Start(start)!;
            var errors = process.StandardError.ReadToEndAsync();
            var output = process.StandardOutput.ReadToEnd();
            process.WaitForExit();
            process.ExitCode.ShouldBe(0, errors.Result);
            return [.. output.Split((char[])['\n', ' '], StringSplitOptions.RemoveEmptyEntries).Select(static text => double.Parse(text, CultureInfo.InvariantCulture))];
        }
        finally
        {
            System.IO.Directory.Delete(folder, recursive: true);
        }
    }

    private static string Describe(RowGrid grid)
    {
        grid.Description.TryGetString("gridType", out var type);
        var row = grid.Rows[0];
        if (type == "regular_gg")
            return string.Create(CultureInfo.InvariantCulture, $"gridtype = gaussian\nxsize = {row.Count}\nysize = {grid.Rows.Length}\nnumLPE = {grid.Rows.Length / 2}\nxfirst = 0\nxinc = {row.Step}\nyvals = {string.Join(' ', grid.Rows.ToArray().Select(static each => each.Latitude.ToString("R", CultureInfo.InvariantCulture)))}\n");
        return string.Create(CultureInfo.InvariantCulture, $"gridtype = lonlat\nxsize = {row.Count}\nysize = {grid.Rows.Length}\nxfirst = {row.First}\nxinc = {row.Step}\nyfirst = {row.Latitude}\nyinc = {grid.Rows[1].Latitude - row.Latitude}\n");
    }
}
