using Windrow.Core.Configuration;

namespace Windrow.Core.Flows.Composition;

/// <summary>
/// Puts a flow together from its files: first what <c>include</c> names is merged in, then overlays are laid over, those of the file
/// before those of the caller. Every node keeps the place where it was written.
/// </summary>
public sealed class FlowComposer(ConfigFiles files)
{
    private const string OverlayKey = "overlay";
    private readonly DiagnosticBag _diagnostics = files.Diagnostics;

    /// <summary>The files that were laid over the flow, in that order, as they were named.</summary>
    public IReadOnlyList<string> Overlays { get; private set; } = [];

    /// <summary>Reads a flow file and everything it is made of.</summary>
    /// <param name="bytes">The content of the file.</param>
    /// <param name="path">Its name in positions; what it includes is relative to its directory.</param>
    /// <param name="overlays">Further overlays, from the one that is laid first to the one that wins; relative to the current directory.</param>
    /// <returns>Null when the file cannot be read as a whole. Other errors are reported, and the rest is put together.</returns>
    public ConfigNode? Read(ReadOnlyMemory<byte> bytes, string path, IReadOnlyList<string> overlays)
    {
        var root = files.Parse(bytes, path);
        if (root is not MappingNode flow)
            return root;
        flow = new Inclusion(files).Expand(flow, path);
        var own = PathList.Read(flow[OverlayKey], OverlayKey, _diagnostics);
        var all = own.ConvertAll(node => (Path: PathList.Beside(path, node.Text), node.Location));
        if (flow[OverlayKey] is not null)
            flow = new MappingNode(flow.Entries.Where(static entry => entry.Name != OverlayKey), flow.Location, flow.Tag);
        all.AddRange(overlays.Select(static overlay => (overlay, new SourceLocation(overlay, 0, 0))));
        return Overlay(flow, all);
    }

    /// <summary>Lays overlays over a flow that was read otherwise.</summary>
    public MappingNode Overlay(MappingNode flow, IReadOnlyList<string> overlays) =>
        Overlay(flow, [.. overlays.Select(static overlay => (overlay, new SourceLocation(overlay, 0, 0)))]);

    private MappingNode Overlay(MappingNode flow, List<(string Path, SourceLocation AskedAt)> overlays)
    {
        foreach (var (path, askedAt) in overlays)
        {
            if (files.ReadMapping(path, askedAt, "an overlay", "correct the path") is { } overlay)
                flow = new OverlayMerge(_diagnostics).Apply(flow, overlay);
        }

        Overlays = [.. overlays.Select(static overlay => overlay.Path)];
        return flow;
    }
}
