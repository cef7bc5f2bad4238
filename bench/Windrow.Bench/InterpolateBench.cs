using System.Globalization;
using System.Runtime.InteropServices;
using Windrow.Core.Payloads;
using Windrow.Fields.Grib;
using Windrow.Fields.Grib.Encoding;
using Windrow.Fields.Grib.Grids;
using Windrow.Fields.Grids;
using Windrow.Fields.Interpolate.Product;
using Windrow.Fields.Interpolate.Weights;
using Windrow.Fields.Values;
using Windrow.Native.EcCodes;
using Windrow.Native.EcCodes.Structure;

namespace Windrow.Bench;

/// <summary>
/// Interpolation from O1280 (6,599,680 points): one field through ready weights against the plain loop over the same sparse matrix; and whole
/// processes over GRIB, and the computation of weights, against CDO.
/// </summary>
internal static class InterpolateBench
{
    private const int Few = 8; // by then the code is compiled for good
    private const int Many = 28;

    public static IEnumerable<Figure> Run()
    {
        foreach (var (to, method, name) in ((string, InterpolationMethod, string)[])
            [("1/1", InterpolationMethod.GridBoxAverage, "box average"), ("0.25/0.25", InterpolationMethod.GridBoxAverage, "box average"), ("1/1", InterpolationMethod.Bilinear, "bilinear"), ("0.25/0.25", InterpolationMethod.Bilinear, "bilinear")])
            yield return Product(to, method, name);
        using var folder = new TemporaryFolder();
        File.WriteAllBytes(folder.Path("few.grib"), Messages(Few));
        File.WriteAllBytes(folder.Path("many.grib"), Messages(Many));
        File.WriteAllText(folder.Path("grid"), "gridtype = lonlat\nxsize = 360\nysize = 181\nxfirst = 0\nxinc = 1\nyfirst = 90\nyinc = -1\n");
        yield return Build(folder);
        yield return Fields(folder);
    }

    private static Figure Product(string to, InterpolationMethod method, string name)
    {
        var matrix = WeightsBuild.Of(new WeightsRequest(Find("O1280"), Find(to), method, 4));
        using var values = new FieldValues(FieldPayload.Copy(Field(matrix.Columns)), null);
        var result = FieldPayload.Rent(Precision.Double, matrix.Rows);
        var plain = new double[matrix.Rows];
        var x = values.Field.Doubles.ToArray();
        var (starts, points, weights) = (matrix.Starts.ToArray(), matrix.Points.ToArray(), matrix.Weights.ToArray());
        var (ours, loop, ratio) = Measure.Pair(
            () => FieldProduct.Multiply(matrix, values, result, -1, MissingRule.LessThanHalf, static work => ThreadPool.UnsafeQueueUserWorkItem(work, false)),
            () => Loop(starts, points, weights, x, plain));
        result.Release();
        return new Figure(
            $"interpolate, O1280 to {to}", ratio, "x", 1.2, true,
            string.Create(CultureInfo.InvariantCulture, $"{name}: {ours * 1e3:0.0} ms a field on all cores, the plain loop on one {loop * 1e3:0.0} ms; {matrix.Entries / 1e6:0.0} M weights, {matrix.Bytes / ours / 1e9:0.0} GB/s of them"));
    }

    private static void Loop(int[] starts, int[] points, double[] weights, double[] x, double[] y)
    {
        for (var row = 0; row < y.Length; row++)
        {
            var sum = 0.0;
            for (var i = starts[row]; i < starts[row + 1]; i++)
                sum += weights[i] * x[points[i]];
            y[row] = sum;
        }
    }

    private static Figure Build(TemporaryFolder folder)
    {
        var (source, target) = (Find("O1280"), Find("1/1"));
        var ours = new List<double>();
        var theirs = new List<double>();
        for (var round = 0; round < 3; round++)
        {
            ours.Add(Measure.Time(() => WeightsBuild.Of(new WeightsRequest(source, target, InterpolationMethod.NearestNeighbour, 4))));
            theirs.Add(new ProcessRun("cdo", "-s", "-O", "-P", "2", $"gennn,{folder.Path("grid")}", folder.Path("few.grib"), folder.Path("weights.nc")).Run().Wall);
        }

        return new Figure(
            "interpolate, weights of nn", Measure.Median(theirs) / Measure.Median(ours), "x", 1, false,
            string.Create(CultureInfo.InvariantCulture, $"ours {Measure.Median(ours) * 1e3:0} ms, 'cdo gennn' {Measure.Median(theirs) * 1e3:0} ms with reading a field"));
    }

    // Seconds of processor for one more field, read, interpolated and written; starting cancels out.
    private static Figure Fields(TemporaryFolder folder)
    {
        var (ours, theirs) = (new List<double>(), new List<double>());
        for (var round = 0; round < 3; round++)
        {
            ours.Add((Windrow(folder, "many") - Windrow(folder, "few")) / (Many - Few));
            theirs.Add((Cdo(folder, "many") - Cdo(folder, "few")) / (Many - Few));
        }

        return new Figure(
            "interpolate, GRIB to GRIB", Measure.Median(theirs) / Measure.Median(ours), "x", 1, false,
            string.Create(CultureInfo.InvariantCulture, $"CPU a field, nn O1280 to 1/1: ours {Measure.Median(ours) * 1e3:0} ms, 'cdo remap' with ready weights {Measure.Median(theirs) * 1e3:0} ms"));
    }

    private static double Windrow(TemporaryFolder folder, string input)
    {
        File.WriteAllText(folder.Path("flow.yaml"), $$"""
            sources: [{type: grib, path: {{input}}.grib}]
            plans: [{name: remap, actions: [{type: interpolate, grid: 1/1, interpolation: nn, cache-path: weights}, {type: encode}, {type: sink, sinks: [{type: file, path: out.grib}]}]}]
            """);
        return new ProcessRun(ProcessRun.Windrow, "run", folder.Path("flow.yaml"), "--once", "--quiet").Run().Cpu;
    }

    private static double Cdo(TemporaryFolder folder, string input) =>
        new ProcessRun("cdo", "-s", "-O", $"remap,{folder.Path("grid")},{folder.Path("weights.nc")}", folder.Path(input + ".grib"), folder.Path("cdo.grib")).Run().Cpu;

    private static byte[] Messages(int count)
    {
        var grid = Find("O1280");
        using var sample = GribHandle.FromSample("regular_ll_sfc_grib2");
        var header = GribHeader.Of(sample.Message, SectionsOf(sample.Message));
        using var encoder = GribEncoder.FromTemplate(GribGridSplice.Replace(header, SectionsOf(header), GribGridSection.Of(grid, 2), grid.Points));
        encoder.BitsPerValue = 16;
        var octets = new List<byte>();
        for (var step = 0; step < count; step++)
        {
            encoder.Set("step", step);
            encoder.SetValues(Field(grid.Points));
            octets.AddRange(encoder.Message);
        }

        return CollectionsMarshal.AsSpan(octets).ToArray();
    }

    private static double[] Field(int points)
    {
        var values = new double[points];
        for (var i = 0; i < points; i++)
            values[i] = 280 + (20 * Math.Sin(i * 1e-5));
        return values;
    }

    private static GribSections SectionsOf(ReadOnlySpan<byte> message) =>
        GribSections.TryParse(message, out var sections, out var defect) ? sections : throw new InvalidOperationException(defect.ToString());

    private static RowGrid Find(string name) => GridNames.TryFind(name, null, out var grid, out var defect) ? grid! : throw new ArgumentException(defect);
}
