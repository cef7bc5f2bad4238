using System.CommandLine;
using Microsoft.Extensions.Logging;

namespace Windrow.Cli.Commands.Maps;

/// <summary>How much is told on standard error; before or behind the word of the command, as arkimaps has it.</summary>
internal static class MapsVerbosity
{
    public static readonly Option<bool> Verbose = new("--verbose", "-v") { Description = "Tell of each map that is drawn.", Recursive = true };

    public static readonly Option<bool> Debug = new("--debug") { Description = "Log what goes on inside, too.", Recursive = true };

    public static readonly Option<bool> Quiet = new("--quiet", "-q") { Description = "Tell what failed only, and show no progress.", Recursive = true };

    /// <summary>The least that the command itself tells.</summary>
    public static LogLevel OfReport(ParseResult parsed) =>
        parsed.GetValue(Debug) || parsed.GetValue(Verbose) ? LogLevel.Debug : parsed.GetValue(Quiet) ? LogLevel.Warning : LogLevel.Information;

    /// <summary>The least that the engine logs.</summary>
    public static LogLevel OfEngine(ParseResult parsed) => parsed.GetValue(Debug) ? LogLevel.Debug : parsed.GetValue(Quiet) ? LogLevel.Error : LogLevel.Warning;
}
