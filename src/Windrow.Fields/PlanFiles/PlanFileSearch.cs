using Windrow.Core;
using Windrow.Core.Configuration;

namespace Windrow.Fields.PlanFiles;

/// <summary>
/// Finds the configuration in multio's order: a file that the caller names, <c>MULTIO_SERVER_CONFIG_FILE</c>,
/// <c>multio-server.yaml</c> in <c>MULTIO_SERVER_CONFIG_PATH</c> or in the current directory. A client without any of these
/// takes <c>MULTIO_PLANS</c> (text), <c>MULTIO_PLANS_FILE</c>, <c>MULTIO_CONFIG</c> (the text of a sink action),
/// <c>MULTIO_CONFIG_FILE</c>, or the sinks named in <c>MULTIO_SINKS</c>, which are <c>fdb5</c> unless said otherwise.
/// </summary>
/// <remarks>An empty variable counts as one that is not set. multio 2.11 hangs on the two variables that name a file; here the file is read.</remarks>
internal sealed class PlanFileSearch(EngineServices services, DiagnosticBag diagnostics)
{
    private const string DefaultName = "multio-server.yaml";

    public PlanFile? ForServer(string? path) => PlanFile.Read(Named(path) ?? DefaultPath, services, diagnostics);

    public PlanFile? ForClient(string? path)
    {
        if (Named(path) is { } named)
            return PlanFile.Read(named, services, diagnostics);
        if (services.Files.Find(DefaultPath) is { IsDirectory: false })
            return PlanFile.Read(DefaultPath, services, diagnostics);
        if (Variable("MULTIO_PLANS") is { } plans)
            return PlanFile.Parse(plans, "MULTIO_PLANS", services, diagnostics);
        if (Variable("MULTIO_PLANS_FILE") is { } plansFile)
            return PlanFile.Read(plansFile, services, diagnostics);
        if (Variable("MULTIO_CONFIG") is { } sinks)
            return OfSinks(PlanFileText.Of(null, services, diagnostics).Read(sinks, "MULTIO_CONFIG"), "MULTIO_CONFIG");
        if (Variable("MULTIO_CONFIG_FILE") is { } sinksFile)
            return OfSinks(PlanFileText.Of(sinksFile, services, diagnostics).ReadFile(sinksFile), sinksFile);
        var types = (Variable("MULTIO_SINKS") ?? "fdb5").Split(':', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        var at = new SourceLocation("environment variable MULTIO_SINKS", 0, 0);
        var list = new SequenceNode(types.Select(type => new MappingNode([Nodes.Entry("type", type, at)], at)), at);
        return OfSinks(new MappingNode([Nodes.Entry("sinks", list)], at), "MULTIO_SINKS");
    }

    private string DefaultPath => Variable("MULTIO_SERVER_CONFIG_PATH") is { } directory ? Path.Combine(directory, DefaultName) : DefaultName;

    private string? Named(string? path) => string.IsNullOrEmpty(path) ? Variable("MULTIO_SERVER_CONFIG_FILE") : path;

    private string? Variable(string name) => services.Environment(name) is { Length: > 0 } value ? value : null;

    // One plan that consists of the sink action.
    private PlanFile? OfSinks(ConfigNode? node, string name)
    {
        switch (node)
        {
            case null:
                return null;
            case MappingNode mapping when mapping["sinks"] is not null:
                var at = mapping.Location;
                var sink = new MappingNode([Nodes.Entry("type", "sink", at), .. mapping.Entries.Where(static entry => entry.Name != "type")], at);
                var plan = new MappingNode([Nodes.Entry("name", "sinks", at), Nodes.Entry("actions", new SequenceNode([sink], at))], at);
                return PlanFile.OfNodes(new MappingNode([Nodes.Entry("plans", new SequenceNode([plan], at))], at), name, services, diagnostics);
            default:
                diagnostics.Error(Rules.NotAFlow, node, $"{name} holds no sinks", "write 'sinks: [{type: file, path: out.grib}]'");
                return null;
        }
    }
}
