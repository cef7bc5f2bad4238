using Windrow.Core.Configuration;
using Windrow.Core.Patterns;

namespace Windrow.Core.PlugIns.File;

/// <summary>Options of the <c>file</c> sink.</summary>
public sealed class FileSinkOptions
{
    public static readonly OptionSet<FileSinkOptions> Set = new OptionSet<FileSinkOptions>("file")
        .Parsed("path", static o => o.Path?.Text, static (o, v) => o.ReadPath(v), "File to write, as a pattern over the metadata. Directories are made.", required: true, example: "\"daily/{shortName}_{start_time:%Y%m%d}.grib\"")
        .Flag("append", static o => o.Append, static (o, v) => o.Append = v, "Add to a file that is there from an earlier run; otherwise the first message of a run replaces it.")
        .Flag("per-server", static o => o.PerServer, static (o, v) => o.PerServer = v, "Name the file multio-<host>-<process id>-<name>, as multio does, so that several servers write one each.");

    public FilePattern? Path { get; private set; }

    public bool Append { get; set; }

    public bool PerServer { get; set; }

    private string? ReadPath(string text)
    {
        try
        {
            Path = FilePattern.Parse(text);
            return text.EndsWith('/') ? "it names a directory; add a file name such as {shortName}.grib" : null;
        }
        catch (PatternException exception)
        {
            return $"at character {exception.Offset + 1}: {exception.Message}";
        }
    }
}
