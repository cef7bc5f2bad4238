using Microsoft.Extensions.Logging;
using Windrow.Core;

namespace Windrow.Cli.Commands.Maps;

/// <summary>Lists the maps that a pantry has the inputs for, without drawing them.</summary>
internal static class Simulation
{
    public static int Run(MapsSettings settings, string workdir, MapsReport report, EngineServices services)
    {
        if (Pantry.Open(settings, workdir, report, services) is not { } kitchen)
            return ExitCode.Configuration;
        kitchen.Cook((input, reason) => report.Tell(LogLevel.Warning, input, reason));
        foreach (var (_, name) in kitchen.Names())
            Console.Out.WriteLine(name);
        return ExitCode.Ok;
    }
}
