using System.Text.Json;
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
    /// <returns>An exit code; 5 when messages were damaged, or could not be kept.</returns>
    public static async Task<int> Run(MapsSettings settings, string workdir, string input, EngineServices services)
    {
        var findings = new DiagnosticBag();
        var canServe = MapKitchen.CanServe(settings.Recipes, settings.Static, settings.Flavours, services.Files, findings);
        FindingsPrinter.Print(findings);
        if (!canServe)
            return ExitCode.Configuration;

        // JSON is YAML, and quotes every name.
        var pantry = settings.Pantry(PantryOf(workdir));
        pantry["orders"] = false;
        var text = $"{{\"settings\": {{\"state\": \"none\"}}, \"sources\": [{{\"type\": \"grib\", \"path\": {Json(input == "-" ? input : Path.GetFullPath(input))}}}], \"plans\": [{{\"name\": \"dispatch\", \"actions\": [{Json(pantry)}]}}]}}";
        findings = new DiagnosticBag();
        if (ConfigReader.Read(text, "maps", findings) is not { } root || new FlowReader(CompositionRoot.PlugIns(), services, findings).Read(root, Path.GetFullPath("maps")) is not { } flow)
        {
            FindingsPrinter.Print(findings);
            return ExitCode.Configuration;
        }

        var host = new FlowHost(flow, services, once: true);
        host.Start();
        await host.SourcesEnded().ConfigureAwait(false);
        var isDone = await host.DrainAsync().ConfigureAwait(false);
        await Console.Error.WriteLineAsync($"dispatch: {RunReport.Line(host)}").ConfigureAwait(false);
        foreach (var letter in services.DeadLetters.List().Take(10))
            await Console.Error.WriteLineAsync($"windrow: {letter.Origin}: {letter.Failure}").ConfigureAwait(false);
        return !isDone ? ExitCode.RunTime : host.Counts().Dead > 0 || host.LostSource ? ExitCode.Partial : ExitCode.Ok;
    }

    /// <summary>Where the pantry is within a work directory, as in arkimaps.</summary>
    public static string PantryOf(string workdir) => Path.Combine(Path.GetFullPath(workdir), "pantry");

    private static string Json(object value) => JsonSerializer.Serialize(value);
}
