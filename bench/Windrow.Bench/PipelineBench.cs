using Windrow.Fields.Grib.Encoding;

namespace Windrow.Bench;

/// <summary>
/// decode → daily mean → encode of GRIB2 fields of a million points, as whole processes: our flow against
/// <c>cdo -P 2 daymean</c> on the same file. Memory is compared between a file and one twice as long.
/// </summary>
internal static class PipelineBench
{
    private const int Nx = 1_250;
    private const int Ny = 800;
    private static readonly string[] Params = ["t", "u", "v", "q"];

    public static IEnumerable<Figure> Run()
    {
        using var folder = new TemporaryFolder();
        Write(folder.Path("short.grib"), hours: 48);
        Write(folder.Path("long.grib"), hours: 96);
        var ours = Flow(folder, "short");
        var theirs = new ProcessRun("cdo", "-s", "-O", "-P", "2", "daymean", folder.Path("short.grib"), folder.Path("cdo.grib"));
        var (walls, cpus, detail) = (new List<double>(), new List<double>(), "");
        for (var round = 0; round < 4; round++)
        {
            var (own, other) = (ours.Run(), theirs.Run());
            if (round == 0)
                continue;
            walls.Add(other.Wall / own.Wall);
            cpus.Add(own.Cpu / other.Cpu);
            detail = $"last round {own.Wall:0.00} s and {own.Cpu:0.00} CPU-s against {other.Wall:0.00} s and {other.Cpu:0.00} CPU-s";
        }

        yield return new Figure("daily mean, cdo / ours, wall", Measure.Median(walls), "×", 1.5, false, detail);
        yield return new Figure("daily mean, ours / cdo, CPU", Measure.Median(cpus), "×", 1.1, true, detail);
        var (small, large) = (ours.Run().Memory, Flow(folder, "long").Run().Memory);
        yield return new Figure("memory, twice the fields", large / (double)small, "×", 1.15, true, $"{large >> 20} MiB against {small >> 20} MiB");
    }

    private static ProcessRun Flow(TemporaryFolder folder, string name)
    {
        var flow = folder.Path(name + ".yaml");
        File.WriteAllText(flow, $$"""
            settings: {credit-bytes: 256MiB}
            sources: [{type: grib, path: {{folder.Path(name)}}.grib}]
            plans:
              - name: mean
                actions:
                  - type: statistics
                    output-frequency: 1d
                    operations: [average]
                    options: {window-type: backward-offset}
                    stage: {workers: 2, key: [shortName], maximum-bytes: 64MiB}
                  - {type: encode}
                  - {type: file, path: {{folder.Path(name)}}.out.grib}
            """);
        return new ProcessRun(ProcessRun.Windrow, "run", flow, "--once", "--quiet");
    }

    private static void Write(string path, int hours)
    {
        using var stream = File.Create(path);
        using var encoder = GribEncoder.FromSample("regular_ll_pl_grib2");
        var random = new Random(4);
        var values = new double[Nx * Ny];
        encoder.Set("Ni", Nx);
        encoder.Set("Nj", Ny);
        encoder.Set("latitudeOfFirstGridPointInDegrees", 80.0);
        encoder.Set("latitudeOfLastGridPointInDegrees", 80.1 - (0.1 * Ny));
        encoder.Set("longitudeOfFirstGridPointInDegrees", 0.0);
        encoder.Set("longitudeOfLastGridPointInDegrees", 0.1 * (Nx - 1));
        encoder.Set("iDirectionIncrementInDegrees", 0.1);
        encoder.Set("jDirectionIncrementInDegrees", 0.1);
        encoder.Set("bitsPerValue", 16);
        encoder.Set("dataDate", 20260101);
        for (var hour = 0; hour < hours; hour++)
        {
            var phase = random.NextDouble();
            for (var i = 0; i < values.Length; i++)
                values[i] = 250 + (20 * Math.Sin((i / 1_000.0) + phase)) + (i % 7);
            encoder.SetValues(values);
            foreach (var param in Params)
            {
                encoder.Set("shortName", param);
                encoder.Set("step", hour);
                stream.Write(encoder.Message);
            }
        }
    }
}
