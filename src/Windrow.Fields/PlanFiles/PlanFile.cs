using Windrow.Core;
using Windrow.Core.Configuration;
using Windrow.Core.Flows;
using Windrow.Core.PlugIns;
using Windrow.Fields.PlanFiles.Servers;

namespace Windrow.Fields.PlanFiles;

/// <summary>
/// A configuration file of ECMWF's multio: a client section, server sections, or both. Each section is translated to a
/// native flow and read as such, so that there is one validation; positions in messages are those of multio's file.
/// </summary>
/// <remarks>
/// Relative paths in plans are relative to the current directory, as in multio, and not to the directory of the file. What multio
/// ignores in silence is a warning.
/// </remarks>
public sealed class PlanFile
{
    /// <summary>The name of the client section.</summary>
    public const string ClientSection = "client";

    private readonly EngineServices _services;
    private readonly DiagnosticBag _diagnostics;
    private readonly PlanFileText _text;

    private PlanFile(MappingNode root, string path, PlanFileText text, EngineServices services, DiagnosticBag diagnostics)
    {
        (Root, Path, _text, _services, _diagnostics) = (root, path, text, services, diagnostics);
        Client = root[ClientSection] ?? (root["plans"] is null ? null : root);
        Servers = [.. root.Entries.Where(static entry => IsServer(entry)).Select(static entry => entry.Name)];
        TopLevel.Check(root, diagnostics);
    }

    /// <summary>The file as the user named it.</summary>
    public string Path { get; }

    /// <summary>The content, with environment variables replaced.</summary>
    public MappingNode Root { get; }

    /// <summary>Whether there are plans for clients.</summary>
    public bool HasClient => Client is not null;

    /// <summary>The names of the server sections, which may be any.</summary>
    public IReadOnlyList<string> Servers { get; }

    /// <summary>The names of all sections, in the order of the file.</summary>
    public IReadOnlyList<string> Sections => HasClient ? [ClientSection, .. Servers] : Servers;

    /// <summary>The port of this process, where the caller knows it, as multio's tools by <c>--port</c>: which of the servers or clients of a section it is. Set it before anything is asked for.</summary>
    public int? LocalPort { get; set; }

    private ConfigNode? Client { get; }

    /// <summary>
    /// Whether a file is multio's by its content: it has a section that holds plans, or something beside its plans that only multio has. A file with
    /// plans at its top level and nothing else is a native flow file.
    /// </summary>
    public static bool Recognises(ConfigNode? root) => root is MappingNode mapping && TopLevel.IsMultio(mapping);

    /// <summary>Reads a file and reports what is wrong with it.</summary>
    /// <returns>Null when it cannot be read as a whole.</returns>
    public static PlanFile? Read(string path, EngineServices services, DiagnosticBag diagnostics)
    {
        var text = PlanFileText.Of(path, services, diagnostics);
        return text.ReadFile(path) is { } root ? Of(root, path, text, services, diagnostics) : null;
    }

    /// <summary>Reads a text that stands for a file, as in the environment variable <c>MULTIO_PLANS</c>.</summary>
    /// <param name="name">What positions name.</param>
    public static PlanFile? Parse(string content, string name, EngineServices services, DiagnosticBag diagnostics)
    {
        var text = PlanFileText.Of(null, services, diagnostics);
        return text.Read(content, name) is { } root ? Of(root, name, text, services, diagnostics) : null;
    }

    /// <summary>The file that a client of multio would take, or the plan that it would do without one; see <see cref="PlanFileSearch"/>.</summary>
    /// <param name="path">A file that the caller names; null: the environment decides.</param>
    public static PlanFile? FindForClient(string? path, EngineServices services, DiagnosticBag diagnostics) =>
        new PlanFileSearch(services, diagnostics).ForClient(path);

    /// <summary>The file that a server of multio would take.</summary>
    /// <inheritdoc cref="FindForClient"/>
    public static PlanFile? FindForServer(string? path, EngineServices services, DiagnosticBag diagnostics) =>
        new PlanFileSearch(services, diagnostics).ForServer(path);

    /// <summary>A section as a native flow file, for people to read; null when it is missing or wrong.</summary>
    /// <param name="section"><see cref="ClientSection"/>, or the name of a server section.</param>
    public MappingNode? Translate(string section)
    {
        var errors = _diagnostics.ErrorCount;
        var translation = new FlowTranslation(this, _text, _services, _diagnostics);
        var flow = section == ClientSection && Client is MappingNode client ? translation.Client(client)
            : Servers.Contains(section) && Root[section] is MappingNode server ? translation.Server(section, server)
            : Missing(section);
        return _diagnostics.ErrorCount > errors ? null : flow;
    }

    /// <summary>The flow of a section; null when it is missing or wrong, which is reported.</summary>
    /// <inheritdoc cref="Translate"/>
    public FlowDefinition? Flow(string section, PlugInCatalog plugIns) => Translate(section) is { } flow ? Flow(flow, plugIns) : null;

    /// <summary>The flow of a section that was translated.</summary>
    public FlowDefinition? Flow(MappingNode translated, PlugInCatalog plugIns)
    {
        var file = System.IO.Path.GetFullPath(System.IO.Path.GetFileName(Path));
        return new FlowReader(plugIns, _services, _diagnostics, ConfigDialect.Multio).Read(translated, file);
    }

    /// <summary>How the clients and the servers of a section find each other; null when it is missing or wrong, which is reported.</summary>
    public ServerSettings? ServerSettings(string section)
    {
        if (!Servers.Contains(section) || Root[section] is not MappingNode node)
        {
            Missing(section);
            return null;
        }

        return new ServerSettingsReader(this, _services.Environment, _diagnostics).Read(section, node);
    }

    internal static PlanFile? OfNodes(ConfigNode root, string name, EngineServices services, DiagnosticBag diagnostics) =>
        Of(root, name, PlanFileText.Of(null, services, diagnostics), services, diagnostics);

    internal static bool IsServer(ConfigEntry entry) =>
        entry.Name != ClientSection && entry.Value is MappingNode section && (section["plans"] is not null || section["transport"] is not null);

    private static PlanFile? Of(ConfigNode root, string path, PlanFileText text, EngineServices services, DiagnosticBag diagnostics)
    {
        if (root is MappingNode mapping)
        {
            if (TopLevel.IsPlan(mapping))
                mapping = new MappingNode([Nodes.Entry("plans", new SequenceNode([mapping], mapping.Location))], mapping.Location);
            var file = new PlanFile(mapping, path, text, services, diagnostics);
            if (file.Sections.Count > 0)
                return file;
        }

        diagnostics.Error(Rules.NotAFlow, root, "this is no plan file of multio: no section holds 'plans'", "write 'client:' and below it 'plans:', or 'plans:' alone");
        return null;
    }

    private MappingNode? Missing(string section)
    {
        _diagnostics.Error(
            Rules.NotAFlow, Root, $"there is no section '{section}' with plans{Suggestion.Clause(section, Sections)}", $"there are: {string.Join(", ", Sections)}");
        return null;
    }
}
