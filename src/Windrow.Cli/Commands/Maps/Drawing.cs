using System.Globalization;
using Microsoft.Extensions.Logging;
using Windrow.Core;
using Windrow.Core.Errors;
using Windrow.Maps.Bundles;
using Windrow.Maps.Bundles.Products;
using Windrow.Maps.Kitchen;
using Windrow.Maps.Orders;
using Windrow.Maps.Rendering;

namespace Windrow.Cli.Commands.Maps;

/// <summary>Draws what a pantry has the inputs for, and hands it over.</summary>
internal sealed class Drawing(MapsSettings settings, string workdir, MapsOutput output, int workers, MapsReport report, EngineServices services)
{
    /// <summary>The maps that are wanted; all by default.</summary>
    public Func<MapSubject, bool> IsWanted { get; init; } = static _ => true;

    /// <summary>How many maps were drawn.</summary>
    public int Drawn { get; private set; }

    /// <summary>The file of the picture that was drawn last, null before.</summary>
    public string? LastPicture { get; private set; }

    /// <returns>An exit code; 5 when some maps could not be drawn.</returns>
    public async Task<int> Run(CancellationToken stop)
    {
        if (Pantry.Open(settings, workdir, report, services) is not { } kitchen)
            return ExitCode.Configuration;
        if (settings.Styles is { } styles && services.Files.Find(styles) is not { IsDirectory: true })
        {
            report.Tell(LogLevel.Error, "--styles", $"there is no folder '{styles}'");
            return ExitCode.Configuration;
        }

        var made = kitchen.Cook((input, reason) => report.Tell(LogLevel.Warning, input, reason));
        var folder = output.DrawnInto(workdir);
        var all = kitchen.Names().Count(map => IsWanted(map.Subject));
        report.Tell(LogLevel.Information, "render", string.Create(CultureInfo.InvariantCulture, $"{made} inputs computed, {all} maps to draw"));
        try
        {
            var record = kitchen.Record(folder);
            using var bundle = new MapBundle(output.Open(services), record, kitchen.Inputs);
            var start = services.Time.GetTimestamp();
            await report.Showing(() => $"render: {Line(record, all, services.Time.GetElapsedTime(start))}", () => Draw(kitchen.Orders(folder).Where(map => IsWanted(map.Subject)), bundle, stop)).ConfigureAwait(false);
            Drawn = record.Drawn;
            report.Tell(LogLevel.Information, "render", Line(record, all, services.Time.GetElapsedTime(start)));
            bundle.Complete(report.Log, settings.Filter == "eccodes" ? kitchen.Rules() : null);
            if (output is { Path: { } path, IsFolder: false })
                report.Print(path);
            return record.Failed > 0 ? ExitCode.Partial : ExitCode.Ok;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or FailureException)
        {
            report.Tell(LogLevel.Error, output.Path ?? "standard output", $"maps cannot be written: {exception.Message}");
            return ExitCode.RunTime;
        }
        catch (OperationCanceledException)
        {
            report.Tell(LogLevel.Error, "render", output.IsFolder ? "stopped; the maps that were drawn are there" : "stopped; nothing was handed over");
            return ExitCode.RunTime;
        }
    }

    private async Task Draw(IEnumerable<PlannedMap> maps, MapBundle bundle, CancellationToken stop)
    {
        var options = new MagicsRendererOptions { Command = [Environment.ProcessPath!, "maps", "worker"], Workers = workers, Styles = settings.Styles is { } styles ? Path.GetFullPath(styles) : null };
        var renderer = new MagicsRenderer(options, services);
        await using var _ = renderer.ConfigureAwait(false);
        await foreach (var (map, result) in renderer.RenderAllAsync(maps, static map => map.Order, workers + 2, stop).ConfigureAwait(false))
        {
            foreach (var warning in result.Warnings)
                report.Tell(LogLevel.Warning, result.Order, warning);
            if (result.Failure is { } failure)
                report.Tell(LogLevel.Error, result.Order, failure.ToString());
            else
                report.Tell(LogLevel.Debug, result.Order, string.Create(CultureInfo.InvariantCulture, $"drawn in {result.Duration.TotalSeconds:0.00} s"));
            bundle.Add(map, result);
            LastPicture = result.Outputs is [.., var last] ? last : LastPicture;
            if (!output.IsFolder)
                continue;
            foreach (var file in result.Outputs)
                report.Print(file);
        }
    }

    private static string Line(MapRecord record, int all, TimeSpan elapsed) => string.Create(
        CultureInfo.InvariantCulture, $"{record.Drawn} of {all} maps drawn in {elapsed.TotalSeconds:0.0} s ({record.Drawn / Math.Max(elapsed.TotalSeconds, 0.001):0.00}/s), {record.Failed} failed");
}
