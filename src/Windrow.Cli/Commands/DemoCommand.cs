using System.CommandLine;
using Windrow.Cli.Demos;
using Windrow.Cli.Telemetry;
using Windrow.Native.NativeLibraries;

namespace Windrow.Cli.Commands;

/// <summary><c>windrow demo [NAME]</c></summary>
internal static class DemoCommand
{
    private const string Maps = "maps";
    private const string Statistics = "statistics";
    private const string Model = "model";

    public static Command Create()
    {
        var name = new Argument<string>("name") { Description = "Which demo: maps (the default), statistics or model.", DefaultValueFactory = static _ => Maps };
        name.AcceptOnlyFromAmong(Maps, Statistics, Model);
        var directory = new Option<string>("--directory") { Description = "Where to put input, flow files and products.", DefaultValueFactory = static _ => "windrow-demo" };
        var command = new Command("demo", "Make input, run Windrow on it, and show what came out. No server is needed.") { name, directory };
        command.SetAction(async (parsed, _) =>
        {
            var demo = parsed.GetValue(name);
            if (Missing(demo == Maps ? [NativeLibraryTable.EcCodes, NativeLibraryTable.Magics] : [NativeLibraryTable.EcCodes]) is { } advice)
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
                Model => new ModelDemo(services, plugIns, folder).Run(Console.Out),
                _ => new StatisticsDemo(services, plugIns, folder).Run(Console.Out),
            };
            return await run.ConfigureAwait(false);
        });
        return command;
    }

    private static string? Missing(NativeLibraryInfo[] libraries) => libraries
        .Select(static library => (library, status: NativeLibraryProbe.Probe(library)))
        .Where(static probed => !probed.status.Found)
        .Select(static probed => $"the demo needs a library that {probed.library.Purpose}; install it with: {probed.status.Advice}")
        .FirstOrDefault();
}
