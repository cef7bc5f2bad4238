using Microsoft.Extensions.Logging;
using Windrow.Cli.Reports;
using Windrow.Core;
using Windrow.Maps.Bundles;

namespace Windrow.Cli.Commands.Maps;

/// <summary>What a command tells: on standard error, and in the log that goes with its maps. Safe for several threads.</summary>
internal sealed class MapsReport(EngineServices services, LogLevel least)
{
    private static readonly TimeSpan Elsewhere = TimeSpan.FromSeconds(5);

    private Action<TextWriter, string> _write = static (to, text) => to.WriteLine(text);

    public BundleLog Log { get; } = new(services.Time);

    /// <param name="name">The part of the program, or what the line is about.</param>
    public void Tell(LogLevel level, string name, string text)
    {
        Log.Add(level, name, text);
        if (level < least)
            return;
        var line = level > LogLevel.Information ? $"windrow: {name}: {text}" : $"{name}: {text}";
        _write(Console.Error, line);
    }

    /// <summary>Names a result on standard output.</summary>
    public void Print(string path) => _write(Console.Out, path);

    /// <summary>Shows progress while something is done; nothing where little is to be told.</summary>
    public async Task Showing(Func<string> line, Func<Task> work)
    {
        using var progress = least > LogLevel.Information ? null : new ProgressLine(line, Elsewhere, services);
        var write = _write;
        if (progress is not null)
            _write = progress.Tell;
        try
        {
            await work().ConfigureAwait(false);
        }
        finally
        {
            _write = write;
        }
    }
}
