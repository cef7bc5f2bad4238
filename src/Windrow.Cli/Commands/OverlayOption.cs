using System.CommandLine;

namespace Windrow.Cli.Commands;

/// <summary>The option <c>--overlay</c>, which may be given several times.</summary>
internal static class OverlayOption
{
    public static Option<string[]> Create(out Option<string[]> option) => option = new Option<string[]>("--overlay")
    {
        Description = $"A file to be laid over the flow, such as what a site has otherwise; of several the last one wins. {FlowFile.OverlayVariable} names such files for every command.",
        HelpName = "file",
        DefaultValueFactory = static _ => [],
    };
}
