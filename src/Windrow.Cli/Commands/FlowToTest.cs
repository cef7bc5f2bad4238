using Windrow.Cli.Reports;
using Windrow.Core;

namespace Windrow.Cli.Commands;

/// <summary>Reads a flow with its nodes, for commands that read it once more for a sandbox.</summary>
internal static class FlowToTest
{
    /// <returns>Null when there are errors, or several sections, which is told.</returns>
    public static ReadFlow? Read(string path, IReadOnlyList<string> overlays, EngineServices services)
    {
        var file = new FlowFile(services, CompositionRoot.PlugIns()) { Overlays = overlays };
        var flows = file.ReadAll(path);
        if (!file.Diagnostics.HasErrors && flows is [{ Definition: not null } flow])
            return flow;
        FindingsPrinter.Print(file.Diagnostics);
        if (flows.Count > 1)
            Console.Error.WriteLine($"windrow: '{path}' has several sections: {string.Join(", ", flows.Select(static each => each.Section))}; name one as {path}#{flows[0].Section}");
        return null;
    }
}
