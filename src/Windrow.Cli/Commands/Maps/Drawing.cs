using System.Diagnostics;
using System.Globalization;
using Windrow.Cli.Reports;
using Windrow.Core;
using Windrow.Core.Configuration;
using Windrow.Maps;
using Windrow.Maps.Rendering;

namespace Windrow.Cli.Commands.Maps;

/// <summary>Draws all that a pantry has the inputs for.</summary>
internal static class Drawing
{
    /// <returns>An exit code; 5 when some maps could not be drawn.</returns>
    public static async Task<int> Run(MapsSettings settings, string workdir, string output, int workers, EngineServices services)
    {
        var findings = new DiagnosticBag();
        if (MapKitchen.Open(settings.Recipes, settings.Static, settings.Flavours, Dispatching.PantryOf(workdir), services.Files, findings) is not { } kitchen)
        {
            FindingsPrinter.Print(findings);
            return ExitCode.Configuration;
        }

        foreach (var unknown in kitchen.Unknown)
            await Console.Error.WriteLineAsync($"windrow: the pantry holds '{unknown}', which is no input of these recipes").ConfigureAwait(false);
        var made = kitchen.Cook(static (input, reason) => Console.Error.WriteLine($"windrow: {input}: {reason}"));
        var orders = kitchen.Orders(Path.GetFullPath(output));
        await Console.Error.WriteLineAsync(string.Create(CultureInfo.InvariantCulture, $"render: {made} inputs computed, {orders.Count} maps to draw")).ConfigureAwait(false);
        var start = Stopwatch.GetTimestamp();
        var (drawn, failed) = (0, 0);
        var renderer = new MagicsRenderer(new MagicsRendererOptions { Command = [Environment.ProcessPath!, "maps", "worker"], Workers = workers }, services);
        await using (renderer.ConfigureAwait(false))
        {
            await foreach (var result in renderer.RenderAllAsync(orders, workers + 2, CancellationToken.None).ConfigureAwait(false))
            {
                foreach (var warning in result.Warnings)
                    await Console.Error.WriteLineAsync($"windrow: {result.Order}: {warning}").ConfigureAwait(false);
                if (result.Failure is { } failure)
                    await Console.Error.WriteLineAsync($"windrow: {result.Order}: {failure}").ConfigureAwait(false);
                _ = result.Failure is null ? drawn++ : failed++;
                foreach (var file in result.Outputs)
                    await Console.Out.WriteLineAsync(file).ConfigureAwait(false);
            }
        }

        var seconds = Stopwatch.GetElapsedTime(start).TotalSeconds;
        await Console.Error.WriteLineAsync(string.Create(CultureInfo.InvariantCulture, $"render: {drawn} of {orders.Count} maps drawn in {seconds:0.0} s ({drawn / Math.Max(seconds, 0.001):0.00}/s), {failed} failed")).ConfigureAwait(false);
        return failed > 0 ? ExitCode.Partial : ExitCode.Ok;
    }
}
