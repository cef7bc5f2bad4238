using Windrow.Core.Configuration;
using Windrow.Core.PlugIns;

namespace Windrow.Events.Trollflow;

/// <summary>
/// A configuration of trollflow. It is translated to a native flow and read as such, so that there is one validation; positions in messages are those of the file.
/// </summary>
public static class TrollflowFile
{
    private const string Work = "work";
    private const string Workflow = "Workflow";

    private static readonly string[] OfFlows = ["flow", "sources", "plans", "settings", "include", "overlay", "client"];

    /// <summary>How its YAML is read: as PyYAML's, with tags that name classes.</summary>
    public static ConfigDialect Dialect => ConfigDialect.PythonObjects;

    /// <summary>Whether a file may be one: a look at its text, as to read it costs more.</summary>
    public static bool MayBe(ReadOnlySpan<byte> utf8) => utf8.IndexOf("work:"u8) >= 0 || utf8.IndexOf("Workflow:"u8) >= 0;

    /// <summary>Whether a file is one by its content: it has work, and no words of a flow.</summary>
    public static bool Recognises(ConfigNode? root) => root is MappingNode mapping
        && (mapping[Work] ?? mapping[Workflow]) is not null
        && !mapping.Entries.Any(static entry => OfFlows.Contains(entry.Name));

    /// <summary>The flow that the configuration stands for; null when it is wrong, which is reported.</summary>
    /// <param name="name">The name of the flow.</param>
    /// <param name="isToRun">What is not in this version is an error, and not only a warning.</param>
    public static MappingNode? Translate(ConfigNode root, string name, bool isToRun, DiagnosticBag diagnostics)
    {
        var errors = diagnostics.ErrorCount;
        var flow = new TrollflowTranslation((MappingNode)root, isToRun, diagnostics).Flow(name);
        return diagnostics.ErrorCount > errors ? null : flow;
    }

    /// <summary>Adds what stands for plug-ins of later versions, so that a flow with such is read as a whole.</summary>
    public static void AddLater(PlugInCatalog catalog)
    {
        foreach (var name in KnownClass.LaterPlugIns.Where(name => !catalog.All.Any(plugIn => plugIn.Kind != PlugInKind.Source && plugIn.Name == name)))
            catalog.Add(PlugIn.Action(name, "Comes with Windrow.Imagery.", static () => LaterOptions.Set, (_, _) => new LaterAction(name)));
    }
}
