using Windrow.Core.Configuration;

namespace Windrow.Events.Gatherer;

/// <summary>
/// A configuration of pytroll-collectors' segment gatherer. It is translated to a native flow and read as such, so that there is one validation; positions in messages are
/// those of the file.
/// </summary>
public static class GathererFile
{
    private static readonly string[] OfFlows = ["flow", "sources", "plans", "settings", "include", "overlay", "client"];

    /// <summary>Whether a file is one by its content: it has patterns by their names, and no words of a flow.</summary>
    public static bool Recognises(ConfigNode? root) => root is MappingNode mapping
        && mapping["patterns"] is MappingNode patterns
        && !mapping.Entries.Any(static entry => OfFlows.Contains(entry.Name))
        && (mapping["posttroll"] is not null || patterns.Entries.Any(static entry => entry.Value is MappingNode pattern && (pattern["pattern"] ?? pattern["message_keys"]) is not null));

    /// <summary>The flow that the configuration stands for; null when it is wrong, which is reported.</summary>
    /// <param name="name">The name of the flow.</param>
    public static MappingNode? Translate(ConfigNode root, string name, DiagnosticBag diagnostics)
    {
        var errors = diagnostics.ErrorCount;
        var flow = new GathererTranslation((MappingNode)root, diagnostics).Flow(name);
        return diagnostics.ErrorCount > errors ? null : flow;
    }
}
