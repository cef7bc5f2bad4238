using System.CommandLine;
using System.Text.Json;
using Microsoft.Extensions.Logging;
using Windrow.Cli.Reports;
using Windrow.Core;
using Windrow.Core.Configuration;
using Windrow.Maps;
using Windrow.Maps.Rendering.Drawing;

namespace Windrow.Cli.Commands.Maps;

/// <summary><c>windrow maps watch FOLDER</c>: a flow of a source of GRIB messages, <c>pantry</c> and <c>render</c>, written into the work directory and run.</summary>
internal static class MapsWatchCommand
{
    private static readonly JsonSerializerOptions Readable = new() { WriteIndented = true };

    public static Command Create()
    {
        var options = new MapsOptions();
        var workdir = new Option<string>("--workdir") { Description = "Folder of the pantry, the flow, and what is remembered of maps that are drawn.", DefaultValueFactory = static _ => Path.Combine(".windrow", "maps") };
        var once = new Option<bool>("--once") { Description = "Take what is there now, draw it, and exit." };
        var input = new Argument<string>("input") { Description = "A folder that GRIB files come into, or '-' for standard input." };
        var command = new Command("watch", "Draw maps as soon as their inputs are complete, until it is stopped. SIGTERM and Ctrl-C let it finish what it draws.") { input, workdir, once };
        var output = new Option<string>("--output", "-o") { Description = "Folder that maps go into.", DefaultValueFactory = static _ => "maps" };
        options.AddReading(command);
        options.AddDrawing(command, output);

        // It sees to signals itself, as 'run' does.
        command.SetAction(parsed =>
        {
            var services = CommandServices.Create(LogLevel.Warning);
            return Run(
                options.Of(parsed, services.Files), parsed.GetValue(input)!, Path.GetFullPath(parsed.GetValue(workdir)!), Path.GetFullPath(parsed.GetValue(output)!), parsed.GetValue(options.Workers), parsed.GetValue(once), services);
        });
        return command;
    }

    private static int Run(MapsSettings settings, string input, string workdir, string output, int workers, bool once, EngineServices services)
    {
        var findings = new DiagnosticBag();
        var canServe = MapKitchen.CanServe(settings.Recipes, settings.Static, settings.Flavours, services.Files, findings);
        FindingsPrinter.Print(findings);
        if (!canServe)
            return ExitCode.Configuration;
        // Else every map would become a dead letter, for want of what an installation brings.
        if (MagicsHome.Find(services.Environment, services.Files).Problem is { } problem)
        {
            Console.Error.WriteLine($"windrow: {problem}");
            return ExitCode.Configuration;
        }

        string flow;
        try
        {
            flow = WriteFlow(FlowOf(settings, input, output, workers), workdir, services);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            Console.Error.WriteLine($"windrow: {exception.Message}");
            return ExitCode.Configuration;
        }

        using var run = new FlowRunning(flow, services, CompositionRoot.PlugIns()) { Once = once };
        return run.ToEnd().GetAwaiter().GetResult();
    }

    private static Dictionary<string, object> FlowOf(MapsSettings settings, string input, string output, int workers) => new()
    {
        ["flow"] = "maps",
        ["sources"] = new object[]
        {
            input == "-"
                ? new Dictionary<string, object> { ["type"] = "grib", ["path"] = "-" }
                : new Dictionary<string, object> { ["type"] = "watch", ["path"] = Path.GetFullPath(input), ["read"] = "grib" },
        },
        ["plans"] = new object[]
        {
            new Dictionary<string, object>
            {
                ["name"] = "maps",
                ["actions"] = new object[]
                {
                    new Dictionary<string, object>(settings.Pantry("pantry")) { ["ahead"] = workers + 2 },
                    new Dictionary<string, object> { ["type"] = "render", ["output"] = output, ["workers"] = workers, ["styles"] = settings.Styles is { } styles ? Path.GetFullPath(styles) : "" },
                    new Dictionary<string, object> { ["type"] = "publish", ["path"] = "-" },
                },
            },
        },
    };

    // JSON is YAML, and quotes every name.
    private static string WriteFlow(Dictionary<string, object> flow, string workdir, EngineServices services)
    {
        var (path, draft) = (Path.Combine(workdir, "maps.yaml"), Path.Combine(workdir, ".maps.yaml.part"));
        services.Files.CreateDirectory(workdir);
        using (var file = services.Files.OpenWrite(draft))
        {
            file.Write(System.Text.Encoding.UTF8.GetBytes(JsonSerializer.Serialize(flow, Readable).Replace("${", "$${", StringComparison.Ordinal)));
            file.Sync();
        }

        services.Files.Move(draft, path);
        return path;
    }
}
