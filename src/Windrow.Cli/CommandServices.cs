using Microsoft.Extensions.Logging;
using Windrow.Cli.Reports;
using Windrow.Core;

namespace Windrow.Cli;

/// <summary>The outside world of a command: the real clock, disk, console and environment.</summary>
internal static class CommandServices
{
    public static EngineServices Create(LogLevel least = LogLevel.Warning)
    {
        var output = new StandardOutput();
        return new EngineServices
        {
            Logs = new ConsoleLog(TimeProvider.System, least),
            StandardInput = Console.OpenStandardInput,
            StandardOutput = () => output,
            Environment = Environment.GetEnvironmentVariable,
        };
    }
}
