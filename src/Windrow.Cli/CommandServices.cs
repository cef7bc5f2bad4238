using Microsoft.Extensions.Logging;
using Windrow.Cli.Reports;
using Windrow.Core;
using Windrow.Core.IO;
using Windrow.Storage;
using Windrow.Storage.Postgres;

namespace Windrow.Cli;

/// <summary>The outside world of a command: the real clock, disk, console and environment.</summary>
internal static class CommandServices
{
    public static EngineServices Create(LogLevel least = LogLevel.Warning)
    {
        var output = new StandardOutput();
        var files = new PhysicalFileSystem();
        return new EngineServices
        {
            Files = files,
            States = new StateStores(files, TimeProvider.System, new Random()),
            Queries = new PostgresQueries(),
            Logs = new ConsoleLog(TimeProvider.System, least),
            StandardInput = Console.OpenStandardInput,
            StandardOutput = () => output,
            Environment = Environment.GetEnvironmentVariable,
        };
    }
}
