using System.CommandLine;

namespace Windrow.Cli.Commands;

/// <summary>The option <c>--overlay</c>, which may be given several times.</summary>
internal static class OverlayOption
{
    /// <summary>That of commands which ask a flow, or its state, and read the flow file only to find it; see <see cref="Append"/>.</summary>
    public static Option<string[]> OfAll { get; } = Make();

    public static Option<string[]> Create(out Option<string[]> option) => option = Make();

    /// <summary>Puts files of the command line behind those of the environment, so that every part of the program sees them.</summary>
    public static void Append(IEnumerable<string> overlays)
    {
        var all = (Environment.GetEnvironmentVariable(FlowFile.OverlayVariable) ?? "").Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries).Concat(overlays.Select(Path.GetFullPath));
        Environment.SetEnvironmentVariable(FlowFile.OverlayVariable, string.Join(Path.PathSeparator, all));
    }

    private static Option<string[]> Make() => new("--overlay")
    {
        Description = $"A file to be laid over the flow, such as what a site has otherwise; of several the last one wins. {FlowFile.OverlayVariable} names such files for every command.",
        HelpName = "file",
        DefaultValueFactory = static _ => [],
    };
}
