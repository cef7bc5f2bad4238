using System.Globalization;
using Windrow.Core;
using Windrow.Core.PlugIns;

namespace Windrow.Cli.Demos;

/// <summary>
/// Daily statistics of an hourly forecast: makes ten days of fields, writes them as GRIB, runs a flow on the file and
/// holds one of the products against a mean worked out apart from the engine.
/// </summary>
internal sealed class StatisticsDemo(EngineServices services, PlugInCatalog plugIns, string directory)
{
    private const string Make = """
        # Ten days of hourly fields, made up, written as GRIB through ecCodes.
        flow: make-forecast
        sources:
          - type: generate
            params: [2t, msl, 10u, tcc]
            start: 2026-11-20T00:00:00Z
            steps: 0/to/240/by/1
            nx: 180
            ny: 91
            south: -90
            east: 178
        plans:
          - name: forecast
            actions:
              - type: encode
              - type: file
                path: forecast.grib

        """;

    private const string Daily = """
        # GRIB fields in, selected by rules, statistics over time out as GRIB.
        flow: daily-statistics
        sources:
          - type: grib
            path: forecast.grib
        plans:
          - name: daily-means
            actions:
              - type: select
                match:
                  shortName: [2t, msl]
              - type: statistics
                output-frequency: 1d
                operations: [average]
                partial-windows: drop
                options:
                  window-type: backward-offset   # a day is 00 to 23 h
              - type: encode
              - type: file
                path: "products/{shortName}_{operation}_{previousDate}.grib"
          - name: windy-days
            actions:
              - type: select
                where: "shortName = '10u' and step >= 24"
              - type: statistics
                output-frequency: 1d
                operations: [maximum]
                partial-windows: drop
                options:
                  window-type: backward-offset
              - type: encode
              - type: file
                path: "products/{shortName}_{operation}_{previousDate}.grib"

        """;

    public async Task<int> Run(TextWriter output)
    {
        var flow = new DemoFlow(services, plugIns, directory);
        await output.WriteLineAsync($"1. A forecast of ten days, 4 params, every hour: {directory}/make.yaml → forecast.grib").ConfigureAwait(false);
        if (!await flow.Run("make.yaml", Make, output).ConfigureAwait(false))
            return ExitCode.RunTime;
        await output.WriteLineAsync($"2. Daily statistics of it: {directory}/daily.yaml → products/").ConfigureAwait(false);
        if (!await flow.Run("daily.yaml", Daily, output).ConfigureAwait(false))
            return ExitCode.RunTime;
        await output.WriteLineAsync("3. The products").ConfigureAwait(false);
        foreach (var product in services.Files.List(Path.Combine(directory, "products")))
            PrintProduct(product.Path, output);
        return Check(output) ? ExitCode.Ok : ExitCode.RunTime;
    }

    private void PrintProduct(string path, TextWriter output)
    {
        var name = Path.GetFileName(path);
        foreach (var field in GribFields.Read(services.Files, path))
        {
            output.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"   {name,-34} {field.Text("stepRange"),-8} {field.Text("stepType"),-5} min {field.Values.Min(),12:0.00} mean {field.Values.Average(),12:0.00} max {field.Values.Max(),12:0.00} {field.Text("units")}"));
        }
    }

    // The expected mean is a plain loop over the hourly messages: nothing of the engine's statistics is in it.
    private bool Check(TextWriter output)
    {
        const string Product = "products/2t_average_20261122.grib";
        var product = GribFields.Read(services.Files, Path.Combine(directory, Product)).Single();
        var hours = GribFields.Read(services.Files, Path.Combine(directory, "forecast.grib"))
            .Where(static field => field.Text("shortName") == "2t" && field.Number("step") is >= 48 and < 72)
            .ToList();
        var largest = 0.0;
        for (var point = 0; point < product.Values.Length; point++)
            largest = Math.Max(largest, Math.Abs(product.Values[point] - hours.Average(field => field.Values[point])));
        var tolerance = product.PackingError + (hours.Max(static field => field.PackingError) * 2);
        var agrees = hours.Count == 24 && largest <= tolerance;
        output.WriteLine("4. One product against the mean of its 24 hourly fields, taken point by point");
        output.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"   {Product}: {product.Values.Length} points, largest difference {largest:0.0e+0} K, packing allows {tolerance:0.0e+0} K: {(agrees ? "agrees" : "DISAGREES")}"));
        return agrees;
    }
}
