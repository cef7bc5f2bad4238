using Windrow.Core.Configuration;

namespace Windrow.Fields.PlanFiles.Servers;

/// <summary>
/// Writes settings as options: of a server's source <c>transport</c>, and, below <c>server</c>, of a client's action <c>transport</c>. TCP has
/// <c>servers</c>, <c>clients</c> and <c>local-port</c>, a socket of the machine <c>path</c> (of a client: <c>paths</c>), MPI <c>group</c>, <c>client-group</c>, <c>server-group</c> and <c>communicators</c>.
/// </summary>
internal static class TransportNodes
{
    /// <summary>Options of the source that multio does not have, taken as they stand in the server section.</summary>
    public static readonly string[] OwnOfSource = ["credit-per-client", "credit-total", "maximum-part", "client-timeout", "keep"];

    /// <summary>The same of the client's action.</summary>
    public static readonly string[] OwnOfClient = ["connect-timeout", "retries", "close-timeout", "resend-window", "resend-until"];

    public static MappingNode Source(ServerSettings settings, MappingNode section)
    {
        var at = section.Location;
        List<ConfigEntry> entries = [Nodes.Entry("type", "transport", at), Nodes.Entry("name", settings.Name, at), .. Common(settings, at), .. Own(section, OwnOfSource)];
        if (settings.ServerPort is { } port)
            entries.Add(Nodes.Entry("local-port", port, at));
        if (settings.Transport == TransportKind.Unix)
            entries.Add(Nodes.Entry("path", settings.SocketPath, at));
        if (settings.StepMeterFile is { } meter)
            entries.Add(Nodes.Entry("step-meter-file", meter, at));
        return new MappingNode(entries, at);
    }

    public static MappingNode Server(ServerSettings settings, MappingNode section)
    {
        var at = section.Location;
        List<ConfigEntry> entries = [.. Common(settings, at), .. Own(section, OwnOfClient)];
        if (settings.ClientPort is { } port)
            entries.Add(Nodes.Entry("local-port", port, at));
        if (settings.Transport == TransportKind.Unix)
            entries.Add(Nodes.Entry("paths", Nodes.Texts([settings.SocketPath], at)));
        return new MappingNode(entries, at);
    }

    private static IEnumerable<ConfigEntry> Own(MappingNode section, string[] options) => section.Entries.Where(entry => options.Contains(entry.Name));

    private static List<ConfigEntry> Common(ServerSettings settings, SourceLocation at)
    {
        var entries = new List<ConfigEntry> { Nodes.Entry("transport", settings.Transport.ToString().ToLowerInvariant(), at) };
        if (settings.Servers.Count > 0)
            entries.Add(Nodes.Entry("servers", Hosts(settings.Servers, at)));
        if (settings.Clients.Count > 0)
            entries.Add(Nodes.Entry("clients", Hosts(settings.Clients, at)));
        if (settings.ClientCount is { } count)
            entries.Add(Nodes.Entry("client-count", count, at));
        if (settings.Transport == TransportKind.Mpi)
            AddMpi(settings.Mpi, entries, at);
        return entries;
    }

    private static void AddMpi(MpiSettings mpi, List<ConfigEntry> entries, SourceLocation at)
    {
        entries.Add(Nodes.Entry("group", mpi.Group, at));
        entries.Add(Nodes.Entry("client-group", mpi.ClientGroup, at));
        entries.Add(Nodes.Entry("server-group", mpi.ServerGroup, at));
        if (mpi.Communicators.Count > 0)
            entries.Add(Nodes.Entry("communicators", new SequenceNode(mpi.Communicators.Select(each => Communicator(each, at)), at)));
    }

    private static MappingNode Communicator(CommunicatorSettings settings, SourceLocation at)
    {
        List<ConfigEntry> entries = [Nodes.Entry("name", settings.Name, at), Nodes.Entry("type", settings.IsSplit ? "split" : "passed", at)];
        if (settings.Default is { } fallback)
            entries.Add(Nodes.Entry("default", fallback, at));
        if (settings.Parent is { } parent)
            entries.Add(Nodes.Entry("parent", parent, at));
        if (settings.Color is { } color)
            entries.Add(Nodes.Entry("color", color, at));
        return new MappingNode(entries, at);
    }

    private static SequenceNode Hosts(IReadOnlyList<PeerHost> hosts, SourceLocation at) => new(
        hosts.Select(host => new MappingNode(
            [Nodes.Entry("host", host.Host, at), Nodes.Entry("ports", new SequenceNode(host.Ports.Select(port => ScalarNode.Of((long)port, at)), at))], at)),
        at);
}
