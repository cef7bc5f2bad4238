using System.Globalization;
using Windrow.Fields.Grib.Encoding;
using Windrow.Fields.Grib.Framing;
using Windrow.Fields.Grib.Keys;

namespace Windrow.Bench;

/// <summary>
/// Reading four keys of every message of an unorganised GRIB stream (shuffled, junk between), against <c>grib_ls</c>:
/// in process by processor time, with the code compiled and nothing remembered at the start of a round, and as a whole process by the clock.
/// </summary>
internal static class ScanBench
{
    private const int Messages = 20_000;
    private static readonly string[] Params = ["t", "u", "v", "q", "z", "w", "r", "d"];
    private static readonly GribKey[] Keys = [GribKey.Of("shortName"), GribKey.Of("level"), GribKey.Of("step"), GribKey.Of("number")];

    public static IEnumerable<Figure> Run()
    {
        using var folder = new TemporaryFolder();
        var file = folder.Path("stream.grib");
        Write(file);
        var ls = new ProcessRun("grib_ls", "-p", "shortName,level,step", file);
        // The code is compiled once it has run a while; what it remembers is new in each round.
        for (var round = 0; round < 50; round++)
            Scan(file);
        var (theirs, ours, ratios) = (new List<double>(), new List<double>(), new List<double>());
        var answers = "";
        for (var round = 0; round < 5; round++)
        {
            var run = ls.Run();
            answers = run.Output;
            theirs.Add(run.Cpu);
            ours.Add(Measure.Time(() => Scan(file), cpu: true));
            ratios.Add(run.Cpu / ours[^1]);
        }

        yield return new Figure("GRIB scan, CPU of grib_ls / ours", Measure.Median(ratios), "×", 150, false, $"{Messages / Measure.Median(theirs):0} msg/s against {Messages / Measure.Median(ours):0} msg/s");

        // To standard output, as grib_ls does, and that into a file, so that who measures has nothing to read meanwhile.
        var flow = folder.Path("scan.yaml");
        File.WriteAllText(flow, $$"""
            sources: [{type: grib, path: {{file}}}]
            plans:
              - name: scan
                actions: [{type: publish, path: "-", keys: [shortName, level, step]}]
            """);
        var (printed, listed) = (folder.Path("printed"), folder.Path("listed"));
        var windrow = new ProcessRun("sh", "-c", $"exec \"$@\" > {printed}", "sh", ProcessRun.Windrow, "run", flow, "--once", "--quiet");
        var list = new ProcessRun("sh", "-c", $"exec \"$@\" > {listed}", "sh", "grib_ls", "-p", "shortName,level,step", file);
        var (walls, wholeRatios) = (new List<double>(), new List<double>());
        for (var round = 0; round < 5; round++)
        {
            var run = windrow.Run();
            walls.Add(run.Wall);
            wholeRatios.Add(list.Run().Wall / run.Wall);
        }

        var equal = Answers(answers).SequenceEqual(Ours(File.ReadAllText(printed)));
        yield return new Figure("GRIB scan, whole process", equal ? Measure.Median(wholeRatios) : 0, "×", 20, false, equal ? $"{Measure.Median(walls):0.00} s, equal answers" : "the answers differ from grib_ls");
    }

    private static long Scan(string file)
    {
        using var stream = File.OpenRead(file);
        var memo = new GribKeyMemo();
        var reader = new GribStreamReader(stream);
        var sum = 0L;
        while (reader.Read())
        {
            if (!GribKeys.TryOpen(reader.Message, out var keys, out _, memo))
                continue;
            foreach (var key in Keys)
                sum += (long)keys!.Get(key).Status;
            keys!.Dispose();
        }

        return sum;
    }

    private static void Write(string path)
    {
        var random = new Random(3);
        using var stream = File.Create(path);
        using var encoder = GribEncoder.FromSample("regular_ll_pl_grib2");
        var values = new double[66 * 32];
        encoder.Set("Ni", 66);
        encoder.Set("Nj", 32);
        for (var i = 0; i < values.Length; i++)
            values[i] = 250 + (20 * Math.Sin(i / 50.0)) + random.NextDouble();
        encoder.SetValues(values);
        for (var i = 0; i < Messages; i++)
        {
            encoder.Set("shortName", Params[random.Next(Params.Length)]);
            encoder.Set("level", 1000 - (25 * random.Next(30)));
            encoder.Set("step", 6 * random.Next(41));
            encoder.Set("dataDate", 20260101 + random.Next(28));
            stream.Write(encoder.Message);
            var junk = new byte[random.Next(64)];
            random.NextBytes(junk);
            stream.Write(junk);
        }
    }

    private static IEnumerable<string> Answers(string output) => output.Split('\n')
        .Select(static line => line.Split(' ', StringSplitOptions.RemoveEmptyEntries))
        .Where(static words => words.Length == 3 && words[0] != "shortName")
        .Select(static words => string.Join(' ', words));

    private static IEnumerable<string> Ours(string lines)
    {
        foreach (var line in lines.Split('\n', StringSplitOptions.RemoveEmptyEntries))
        {
            using var json = System.Text.Json.JsonDocument.Parse(line);
            var metadata = json.RootElement.GetProperty("metadata");
            yield return string.Create(CultureInfo.InvariantCulture, $"{metadata.GetProperty("shortName")} {metadata.GetProperty("level")} {metadata.GetProperty("step")}");
        }
    }
}
