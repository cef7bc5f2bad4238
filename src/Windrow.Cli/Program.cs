using System.CommandLine;
using Windrow.Cli.Commands;
using Windrow.Native.Malloc;

namespace Windrow.Cli;

internal static class Program
{
    public static async Task<int> Main(string[] arguments)
    {
        // Before anything large is allocated: see MallocThresholds.
        MallocThresholds.Raise();
        var root = new RootCommand("Windrow: one engine for Earth-observation and weather data pipelines.")
        {
            RunCommand.Create(),
            CheckCommand.Create(),
            ExplainCommand.Create(),
            StateCommand.Create(),
            PlugInsCommand.Create(),
            SchemaCommand.Create(),
            NewCommand.Create(),
            DoctorCommand.Create(),
            DemoCommand.Create(),
        };
        var parsed = root.Parse(arguments);
        if (parsed.Errors.Count > 0)
        {
            foreach (var error in parsed.Errors)
                await Console.Error.WriteLineAsync($"windrow: {error.Message}").ConfigureAwait(false);
            await Console.Error.WriteLineAsync("windrow: see 'windrow --help'").ConfigureAwait(false);
            return ExitCode.Usage;
        }

        return await parsed.InvokeAsync().ConfigureAwait(false);
    }
}
