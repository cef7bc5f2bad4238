using Windrow.Core.Configuration;
using Windrow.Core.Patterns;
using Windrow.Core.Sources;

namespace Windrow.Core.PlugIns.Watch;

/// <summary>Options of the <c>watch</c> source.</summary>
public sealed class WatchOptions
{
    /// <summary>'auto': by the content.</summary>
    public const string AnyFormat = "auto";

    /// <summary>One message for a file, without looking inside.</summary>
    public const string NoFormat = "file";

    /// <param name="readers">The formats that are registered: no option set can know them before the program is put together.</param>
    public static OptionSet<WatchOptions> Declare(IEnumerable<ContentReader> readers) => new OptionSet<WatchOptions>("watch")
        .Text("path", static o => o.Path, static (o, v) => o.Path = v, "The directory to watch.", required: true, example: "incoming")
        .Parsed("pattern", static o => o.Pattern?.Text, static (o, v) => o.ReadPattern(v), "Only files whose name (or path below the directory, when the pattern has a '/') fits; its fields become metadata.", example: "\"{model}_{start_time:%Y%m%d%H}_{step:03d}.grib\"")
        .Flag("recursive", static o => o.Recursive, static (o, v) => o.Recursive = v, "Watch the directories below as well.")
        .Duration("quiet", static o => o.Quiet, static (o, v) => o.Quiet = v, "A file that was not renamed in is complete when it has not changed for this long.")
        .Choice("read", static o => o.Read, static (o, v) => o.Read = v, "How to read the files: the name of a format, 'file' for one message per file without looking inside, or 'auto' for the format that recognises the file.", [AnyFormat, NoFormat, .. readers.Select(static reader => reader.Name)], example: "file")
        .Choice("done", static o => o.Done, static (o, v) => o.Done = v, "What becomes of a file when all its messages are settled. A file with a dead letter is always kept.", [("keep", DonePolicy.Keep), ("move", DonePolicy.Move), ("delete", DonePolicy.Delete)])
        .Text("move-to", static o => o.MoveTo, static (o, v) => o.MoveTo = v, "Directory for 'done: move', on the same file system.", example: "done")
        .Text("journal", static o => o.Journal, static (o, v) => o.Journal = v, "File that remembers path, size and time of the files that are done; by default the flow's state does, and for a flow without state a file below '.windrow'.", example: "state/incoming.journal")
        .Check(static (o, report) =>
        {
            if (o.Done == DonePolicy.Move && o.MoveTo is null)
                report.Error("done", "'done: move' needs a directory", "add 'move-to: done'", Rules.MissingOption);
        });

    public string Path { get; set; } = "";

    public FilePattern? Pattern { get; private set; }

    public bool Recursive { get; set; }

    public TimeSpan Quiet { get; set; } = TimeSpan.FromSeconds(2);

    public string Read { get; set; } = AnyFormat;

    public DonePolicy Done { get; set; }

    public string? MoveTo { get; set; }

    public string? Journal { get; set; }

    private string? ReadPattern(string text)
    {
        try
        {
            Pattern = FilePattern.Parse(text);
            return null;
        }
        catch (PatternException exception)
        {
            return $"at character {exception.Offset + 1}: {exception.Message}";
        }
    }
}
