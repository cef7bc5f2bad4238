using System.Globalization;
using Windrow.Core;
using Windrow.Core.Configuration;
using Windrow.Fields.PlanFiles.Servers;

namespace Windrow.Fields.PlanFiles;

/// <summary>Makes the native flow of a section: the transport that a server listens on is its source, and a client has none of its own.</summary>
internal sealed class FlowTranslation(PlanFile file, PlanFileText text, EngineServices services, DiagnosticBag diagnostics)
{
    private static readonly string[] KeysOfClients = ["on-error", "plans"];

    private static readonly string[] KeysOfServers =
    [
        "transport", "on-error", "on-dispatch-error", "on-receive-error", "group", "client-group", "server-group",
        "ecflow-step-meter-name", "step-meter-file", "local_port", "path", "clients", "servers", "clientCount", "plans", .. TransportNodes.OwnOfSource, .. TransportNodes.OwnOfClient,
    ];

    // What launchers of MPI tell a process its number by.
    private static readonly string[] RankVariables = ["OMPI_COMM_WORLD_RANK", "PMI_RANK", "SLURM_PROCID"];

    // Older documents have it; the number of servers is that of the processes that are started.
    private static readonly string[] DeadKeys = ["count"];

    private readonly IReadOnlyList<ConfigNode> _triggers = EnvironmentTriggers.Read(services, diagnostics);

    public MappingNode Client(MappingNode section)
    {
        if (!ReferenceEquals(section, file.Root))
            Nodes.CheckKeys(section, "the client section", KeysOfClients, DeadKeys, diagnostics);
        return Flow(section, Path.GetFileNameWithoutExtension(file.Path), [], isServer: false);
    }

    public MappingNode Server(string name, MappingNode section)
    {
        Nodes.CheckKeys(section, "a server section", KeysOfServers, DeadKeys, diagnostics);
        var settings = Settings.Read(name, section);
        if (settings is { Transport: TransportKind.Tcp, LocalPort: null } && settings.Servers.Sum(static host => host.Ports.Count) > 1)
            diagnostics.Warning(Rules.MissingOption, section["servers"]!, $"nothing says which of the servers this process is; it takes port {settings.ServerPort}", "give --port, or 'local_port'");
        else if (settings is { Transport: TransportKind.Tcp, LocalPort: { } port } && settings.ServerPort != port && (file.LocalPort is not null || settings.ClientPort is null))
            diagnostics.Error(Rules.UnknownChoice, section["servers"]!, $"none of the servers has the port {port}, which is to say which of them this process is", $"give one of {string.Join(", ", settings.Servers.SelectMany(static host => host.Ports))} as --port, or as 'local_port'");
        var source = settings is null or { Transport: TransportKind.None } ? [] : (ConfigNode[])[TransportNodes.Source(settings, section)];
        return Flow(section, $"{Path.GetFileNameWithoutExtension(file.Path)}-{name}{Number(settings)}", source, isServer: true);
    }

    // Several servers of one section run side by side, often in one directory, and each has state of its own.
    private string Number(ServerSettings? settings) => settings switch
    {
        { Transport: TransportKind.Tcp, LocalPort: { } port } when settings.Servers.Sum(static host => host.Ports.Count) > 1 => string.Create(CultureInfo.InvariantCulture, $"-{port}"),
        { Transport: TransportKind.Mpi } when RankVariables.Select(services.Environment).FirstOrDefault(static rank => !string.IsNullOrEmpty(rank)) is { } rank => $"-{rank}",
        _ => "",
    };

    private ServerSettingsReader Settings => new(file, services.Environment, diagnostics);

    private MappingNode Flow(MappingNode section, string name, IReadOnlyList<ConfigNode> sources, bool isServer)
    {
        var at = section.Location;
        var entries = new List<ConfigEntry> { Nodes.Entry("flow", name, at) };
        if (file.Root[TopLevel.Strict] is { } strict)
            entries.Add(Nodes.Entry(TopLevel.Strict, strict));
        if (sources.Count > 0)
            entries.Add(Nodes.Entry("sources", new SequenceNode(sources, at)));
        entries.Add(Nodes.Entry("plans", new SequenceNode(Plans(section, isServer), section["plans"]?.Location ?? at)));
        return new MappingNode(entries, at);
    }

    private List<ConfigNode> Plans(MappingNode section, bool isServer)
    {
        if (section["plans"] is null)
            diagnostics.Error(Rules.MissingOption, section, "this section has no 'plans'", "write 'plans:' and below it one '- name: …' for each");
        var actions = new ActionTranslation(file.Root, file.Servers, Settings, _triggers, isServer, diagnostics);
        var policy = section["on-error"] is { } onError ? FailureTranslation.OfSection(onError, diagnostics) : null;
        var translation = new PlanTranslation(text, actions, policy, diagnostics);
        var names = new Dictionary<string, int>(StringComparer.Ordinal);
        var plans = new List<ConfigNode>();
        foreach (var item in Nodes.Items(section["plans"], "plans", diagnostics))
        {
            if (translation.Translate(item) is { } plan)
                plans.Add(isServer ? WithOwnName(plan, names) : plan);
        }

        return plans;
    }

    // On servers multio does not mind two plans of one name; state and reports are kept by name.
    private MappingNode WithOwnName(MappingNode plan, Dictionary<string, int> names)
    {
        if (plan["name"] is not ScalarNode name)
            return plan;
        var count = names[name.Text] = names.GetValueOrDefault(name.Text) + 1;
        if (count == 1)
            return plan;
        var own = string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{name.Text}-{count}");
        diagnostics.Warning(Rules.DuplicateName, name, $"there is another plan named '{name.Text}'; this one is taken as '{own}'", "give each plan a name of its own");
        return new MappingNode(plan.Entries.Select(entry => entry.Name == "name" ? Nodes.Entry("name", own, name.Location) : entry), plan.Location);
    }
}
