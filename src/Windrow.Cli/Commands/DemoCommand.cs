using System.CommandLine;
using Windrow.Cli.Demos;
using Windrow.Native.NativeLibraries;

namespace Windrow.Cli.Commands;

/// <summary><c>windrow demo [NAME]</c></summary>
internal static class DemoCommand
{
    public static Command Create()
    {
        var name = new Argument<string>("name") { Description = "Which demo: statistics (the newest, and the default).", DefaultValueFactory = _ => "statistics" };
        name.AcceptOnlyFromAmong("statistics");
        var directory = new Option<string>("--directory") { Description = "Where to put input, flow files and products.", DefaultValueFactory = _ => "windrow-demo" };
        var command = new Command("demo", "Make input, run a flow on it, and show what came out. No server is needed.") { name, directory };
        command.SetAction(async (parsed, _) =>
        {
            var library = NativeLibraryProbe.Probe(NativeLibraryTable.EcCodes);
            if (!library.Found)
            {
                await Console.Error.WriteLineAsync($"windrow: the demo needs ecCodes; install it with: {library.Advice}").ConfigureAwait(false);
                return ExitCode.Configuration;
            }

            var demo = new StatisticsDemo(CommandServices.Create(), CompositionRoot.PlugIns(), parsed.GetValue(directory)!);
            return await demo.Run(Console.Out).ConfigureAwait(false);
        });
        return command;
    }
}
