using Windrow.Core.Configuration;

namespace Windrow.Fields.Grib;

/// <summary>Options of the <c>grib</c> source.</summary>
public sealed class GribSourceOptions
{
    public static readonly OptionSet<GribSourceOptions> Set = new OptionSet<GribSourceOptions>("grib")
        .Text("path", static o => o.Path, static (o, v) => o.Path = v, "A file, a directory whose files are read in the order of their names, or '-' for standard input.", required: true, example: "forecast.grib")
        .Flag("recursive", static o => o.Recursive, static (o, v) => o.Recursive = v, "Read the directories below as well.")
        .ByteSize("maximum-message", static o => o.MaximumMessage, static (o, v) => o.MaximumMessage = v, "The longest message; what says that it is longer is refused. At most just under 2 GiB.", min: 1024, max: Array.MaxLength);

    public string Path { get; set; } = "";

    public bool Recursive { get; set; }

    /// <summary>In bytes.</summary>
    public long MaximumMessage { get; set; } = Array.MaxLength;
}
