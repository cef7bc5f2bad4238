using System.Net;

namespace Windrow.Bench;

/// <summary>What looking on costs: the demo with traces by OTLP to a collector that takes them, against the demo without.</summary>
internal static class InsightBench
{
    public static IEnumerable<Figure> Run()
    {
        using var collector = new HttpListener();
        var prefix = "http://127.0.0.1:4318/";
        collector.Prefixes.Add(prefix);
        collector.Start();
        _ = Task.Run(async () =>
        {
            while (collector.IsListening)
            {
                var context = await collector.GetContextAsync().ConfigureAwait(false);
                await context.Request.InputStream.CopyToAsync(Stream.Null).ConfigureAwait(false);
                context.Response.Close();
            }
        });
        using var folder = new TemporaryFolder();
        var demo = new ProcessRun(ProcessRun.Windrow, "demo", "--directory", folder.Path("demo"));
        var (walls, ratios) = (new List<double>(), new List<double>());
        for (var round = 0; round < 7; round++)
        {
            Environment.SetEnvironmentVariable("OTEL_EXPORTER_OTLP_ENDPOINT", null);
            var off = demo.Run().Wall;
            Environment.SetEnvironmentVariable("OTEL_EXPORTER_OTLP_ENDPOINT", prefix);
            Environment.SetEnvironmentVariable("OTEL_EXPORTER_OTLP_PROTOCOL", "http/protobuf");
            var on = demo.Run().Wall;
            walls.Add(off);
            ratios.Add(on / off);
        }

        Environment.SetEnvironmentVariable("OTEL_EXPORTER_OTLP_ENDPOINT", null);
        yield return new Figure("insight, demo with traces / without", Measure.Median(ratios), "×", 1.03, true, $"{Measure.Median(walls):0.00} s without");
    }
}
