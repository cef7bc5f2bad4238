using System.CommandLine;
using Windrow.Cli.Demos;
using Windrow.Cli.Telemetry;
using Windrow.Exec.Processes;
using Windrow.Native.NativeLibraries;

namespace Windrow.Cli.Commands;

/// <summary><c>windrow demo [NAME]</c></summary>
internal static class DemoCommand
{
    private const string Maps = "maps";
    private const string Statistics = "statistics";
    private const string Model = "model";
    private const string Events = "events";

    public static Command Create()
    {
        var name = new Argument<string>("name") { Description = "Which demo: maps (the default), statistics, model or events.", DefaultValueFactory = static _ => Maps };
        name.AcceptOnlyFromAmong(Maps, Statistics, Model, Events);
        var directory = new Option<string>("--directory") { Description = "Where to put input, flow files and products.", DefaultValueFactory = static _ => "windrow-demo" };
        var command = new Command("demo", "Make input, run Windrow on it, and show what came out. No server is needed.") { name, directory };
        command.SetAction(async (parsed, _) =>
        {
            var demo = parsed.GetValue(name);
            NativeLibraryInfo[] libraries = demo switch
            {
                Maps => [NativeLibraryTable.EcCodes, NativeLibraryTable.Magics],
                Events => [],
                _ => [NativeLibraryTable.EcCodes],
            };
            if ((Missing(libraries) ?? (demo == Events ? MissingProgram(EventsDemo.Programs) : null)) is { } advice)
            {
                await Console.Error.WriteLineAsync($"windrow: {advice}").ConfigureAwait(false);
                return ExitCode.Configuration;
            }

            var (services, plugIns, folder) = (CommandServices.Create(), CompositionRoot.PlugIns(), parsed.GetValue(directory)!);
            if (!TraceExport.TryStart(ref services, out var export))
                return ExitCode.Configuration;
            using var exporting = export;
            var run = demo switch
            {
                Maps => new MapsDemo(services, plugIns, folder).Run(Console.Out),
                Events => new EventsDemo(services, plugIns, folder).Run(Console.Out),
                Model => new ModelDemo(services, plugIns, folder).Run(Console.Out),
                _ => new StatisticsDemo(services, plugIns, folder).Run(Console.Out),
            };
            return await run.ConfigureAwait(false);
        });
        return command;
    }

    private static string? MissingProgram(string[] programs) => programs
        .Where(static program => ProgramPath.Search(program, null) is null)
        .Select(static program => $"the demo needs the program '{program}'; install it with: sudo apt-get install gdal-bin")
        .FirstOrDefault();

    private static string? Missing(NativeLibraryInfo[] libraries) => libraries
        .Select(static library => (library, status: NativeLibraryProbe.Probe(library)))
        .Where(static probed => !probed.status.Found)
        .Select(static probed => $"the demo needs a library that {probed.library.Purpose}; install it with: {probed.status.Advice}")
        .FirstOrDefault();
}
