using System.Diagnostics;
using System.Globalization;
using Windrow.Core;
using Windrow.Core.PlugIns;

namespace Windrow.Cli.Demos;

/// <summary>
/// Weather maps: makes a forecast of a low that crosses Europe, and draws three products of it for Europe, for Italy and as tiles, by the
/// recipes of <c>examples/recipes</c>, which are written beside it.
/// </summary>
internal sealed class MapsDemo(EngineServices services, PlugInCatalog plugIns, string directory)
{
    private const string Flavours = "europe,italy,web";
    private const string Recipes = "recipes/";

    private const string Make = """
        # A low crosses the British Isles and the North Sea; made up, written as GRIB through ecCodes.
        # With 10u, 10v, tcc, sf, z, t, q, u and v the other recipes have products, too.
        flow: make-forecast
        sources:
          - type: generate
            weather: storm
            params: [2t, msl, tp]
            levels: [500, 700]
            start: 2026-11-20T00:00:00Z
            steps: 6/to/18/by/3
            nx: 211
            ny: 119
            north: 78
            south: 19
            west: -45
            east: 60
        plans:
          - name: forecast
            actions:
              - type: encode
              - type: file
                path: forecast.grib

        """;

    public async Task<int> Run(TextWriter output)
    {
        var flow = new DemoFlow(services, plugIns, directory);
        await output.WriteLineAsync($"1. A forecast of a low that crosses Europe, 3 params, every 3 hours: {directory}/make.yaml → forecast.grib").ConfigureAwait(false);
        if (!await flow.Run("make.yaml", Make, output).ConfigureAwait(false))
            return ExitCode.RunTime;
        WriteRecipes(flow);
        string[] command = ["maps", "process", "forecast.grib", "--grib", "--recipes", "recipes", "--flavours", Flavours, "-o", "maps"];
        await output.WriteLineAsync($"2. Maps of it, by the recipes in {directory}/recipes:").ConfigureAwait(false);
        await output.WriteLineAsync($"   cd {directory}; windrow {string.Join(' ', command)}").ConfigureAwait(false);
        await output.FlushAsync().ConfigureAwait(false);
        var (exitCode, pictures) = await Draw(command).ConfigureAwait(false);
        if (exitCode != ExitCode.Ok)
            return exitCode;
        await output.WriteLineAsync(string.Create(CultureInfo.InvariantCulture, $"3. {pictures} pictures. Look at them all: {Path.GetFullPath(Path.Combine(directory, "maps/index.html"))}")).ConfigureAwait(false);
        return ExitCode.Ok;
    }

    private static void WriteRecipes(DemoFlow flow)
    {
        var assembly = typeof(MapsDemo).Assembly;
        foreach (var name in assembly.GetManifestResourceNames())
        {
            if (!name.StartsWith(Recipes, StringComparison.Ordinal))
                continue;
            using var stream = assembly.GetManifestResourceStream(name)!;
            var content = new byte[stream.Length];
            stream.ReadExactly(content);
            flow.Write(name, content);
        }
    }

    // The very command that is shown, so that it can be typed again after a change to the recipes.
    private async Task<(int ExitCode, int Pictures)> Draw(string[] command)
    {
        using var process = Process.Start(new ProcessStartInfo(Environment.ProcessPath!, command) { WorkingDirectory = directory, RedirectStandardOutput = true })!;
        var pictures = 0;
        while (await process.StandardOutput.ReadLineAsync().ConfigureAwait(false) is not null)
            pictures++;
        await process.WaitForExitAsync().ConfigureAwait(false);
        return (process.ExitCode, pictures);
    }
}
