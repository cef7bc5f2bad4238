using System.Text.Json;
using Microsoft.Extensions.Logging;
using Windrow.Cli.Reports;
using Windrow.Core;
using Windrow.Core.Configuration;
using Windrow.Core.Flows;
using Windrow.Maps;

namespace Windrow.Cli.Commands.Maps;

/// <summary>Fills a pantry from files or standard input: a flow of the source <c>grib</c> and the action <c>pantry</c>.</summary>
internal static class Dispatching
{
    /// <param name="input">A file, a folder or <c>-</c>.</param>
    /// <returns>An exit code, 5 when messages were damaged, or could not be kept; and the settings with the filter that was used.</returns>
    public static async Task<(int ExitCode, MapsSettings Settings)> Run(MapsSettings settings, string workdir, string input, MapsReport report, EngineServices services, CancellationToken stop)
    {
        var findings = new DiagnosticBag();
        var canServe = MapKitchen.CanServe(settings.Recipes, settings.Static, settings.Flavours, services.Files, findings);
        FindingsPrinter.Print(findings);
        foreach (var finding in findings.Sorted)
            report.Log.Add(finding.Severity == Severity.Error ? LogLevel.Error : LogLevel.Warning, "recipes", finding.ToString());
        if (!canServe)
            return (ExitCode.Configuration, settings);

        if (input != "-" && services.Files.Find(input) is null)
        {
            report.Tell(LogLevel.Error, input, "there is no such file or folder");
            return (ExitCode.Configuration, settings);
        }

        InputKind kind;
        try
        {
            kind = await InputKind.Of(input, services, stop).ConfigureAwait(false);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            report.Tell(LogLevel.Error, input, $"it cannot be read: {exception.Message}");
            return (ExitCode.RunTime, settings);
        }

        catch (OperationCanceledException)
        {
            return (Stopped(report), settings);
        }

        settings = settings with { Filter = settings.Filter ?? (kind.IsArkimet ? "arkimet" : "eccodes") };
        return (await Fill(settings, workdir, input, kind, report, stop).ConfigureAwait(false), settings);
    }

    /// <summary>Where the pantry is within a work directory, as in arkimaps.</summary>
    public static string PantryOf(string workdir) => Path.Combine(Path.GetFullPath(workdir), "pantry");

    private static async Task<int> Fill(MapsSettings settings, string workdir, string input, InputKind kind, MapsReport report, CancellationToken stop)
    {
        // JSON is YAML, and quotes every name.
        var services = kind.Services;
        var pantry = settings.Pantry(PantryOf(workdir));
        pantry["orders"] = false;
        var text = $"{{\"settings\": {{\"state\": \"none\"}}, \"sources\": [{{\"type\": \"grib\", \"path\": {Json(input == "-" ? input : Path.GetFullPath(input))}}}], \"plans\": [{{\"name\": \"dispatch\", \"actions\": [{Json(pantry)}]}}]}}";
        var findings = new DiagnosticBag();
        if (ConfigReader.Read(text, "maps", findings) is not { } root || new FlowReader(CompositionRoot.PlugIns(), services, findings).Read(root, Path.GetFullPath("maps")) is not { } flow)
        {
            FindingsPrinter.Print(findings);
            return ExitCode.Configuration;
        }

        var host = new FlowHost(flow, services, once: true);
        host.Start();
        await Task.WhenAny(host.SourcesEnded(), Task.Delay(Timeout.Infinite, stop)).ConfigureAwait(false);
        var draining = host.DrainAsync(CancellationToken.None);
        if (stop.IsCancellationRequested)
        {
            // Whoever waits for standard input cannot be interrupted; the rest is done long before.
            await Task.WhenAny(draining, Task.Delay(TimeSpan.FromSeconds(1), services.Time, CancellationToken.None)).ConfigureAwait(false);
            return Stopped(report);
        }

        var isDone = await draining.ConfigureAwait(false);
        report.Tell(LogLevel.Information, "dispatch", RunReport.Line(host));
        // On standard error the engine told each when it came.
        foreach (var letter in services.DeadLetters.List())
            report.Log.Add(LogLevel.Error, letter.Origin.ToString(), letter.Failure.ToString());
        var counts = host.Counts();
        if (kind.IsArkimet && counts.Accepted == counts.Dead)
            report.Tell(LogLevel.Error, input, "these are metadata without the data that they are about; have arkimet send both: arki-query --inline");
        return !isDone ? ExitCode.RunTime : counts.Dead > 0 || host.LostSource ? ExitCode.Partial : ExitCode.Ok;
    }

    private static int Stopped(MapsReport report)
    {
        report.Tell(LogLevel.Error, "dispatch", "stopped; what was read is in the pantry");
        return ExitCode.RunTime;
    }

    private static string Json(object value) => JsonSerializer.Serialize(value);
}
