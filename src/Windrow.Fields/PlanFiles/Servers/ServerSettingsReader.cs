using System.Globalization;
using System.Text;
using Windrow.Core.Configuration;
using Windrow.Core.Messages;

namespace Windrow.Fields.PlanFiles.Servers;

/// <summary>Reads how clients and servers find each other out of a server section, <c>mpi-communicators</c> and the environment.</summary>
internal sealed class ServerSettingsReader(PlanFile file, Func<string, string?> environment, DiagnosticBag diagnostics)
{
    private const string DefaultGroup = "multio";

    private static readonly string[] Transports = ["mpi", "tcp", "unix", "thread", "none"];
    private static readonly string[] PeerKeys = ["host", "ports"];

    private readonly MappingNode _root = file.Root;
    private readonly TransportEnvironment _environment = new(environment, diagnostics);

    /// <returns>Null when it is wrong, which is reported.</returns>
    public ServerSettings? Read(string name, MappingNode section)
    {
        var errors = diagnostics.ErrorCount;
        var transport = Transport(section);
        var group = Text(section, "group") ?? DefaultGroup;
        var settings = new ServerSettings(
            name, transport, Peers(section, "servers"), Peers(section, "clients"), file.LocalPort ?? Number(section["local_port"] ?? _root["local_port"], "local_port"),
            Text(section, "path") ?? SocketPath(name), Number(section["clientCount"], "clientCount"),
            new MpiSettings(
                group, Text(section, "client-group") ?? $"{group}-clients", Text(section, "server-group") ?? $"{group}-servers",
                new CommunicatorReader(diagnostics).Read(_root[TopLevel.Communicators]), _environment.Pool("CLIENT"), _environment.Pool("SERVER")),
            _environment.Distribution(), _environment.UsedServers(), Text(section, "step-meter-file"));
        if (transport == TransportKind.Tcp && settings.Servers.Count == 0)
            diagnostics.Error(Rules.MissingOption, section, "a server over TCP needs 'servers'", "write 'servers: [{host: localhost, ports: [7771]}]'");
        return diagnostics.ErrorCount > errors ? null : settings;
    }

    // The same for all processes that read the file.
    private string SocketPath(string section)
    {
        var directory = environment("XDG_RUNTIME_DIR") is { Length: > 0 } runtime ? runtime : Path.GetTempPath();
        var digest = default(MessageId).With(Encoding.UTF8.GetBytes(Path.GetFullPath(file.Path))).ToString()[..16];
        return Path.Combine(directory, $"windrow-{section.Replace('/', '_')}-{digest}.sock");
    }

    private TransportKind Transport(MappingNode section)
    {
        switch ((section["transport"] as ScalarNode)?.Text)
        {
            case "mpi":
                return TransportKind.Mpi;
            case "tcp":
                return TransportKind.Tcp;
            case "unix":
                return TransportKind.Unix;
            case "none":
                return TransportKind.None;
            case "thread":
                diagnostics.Warning(Rules.OldName, section["transport"]!, "'thread' is taken as 'unix': sockets of the machine, within one process or between several", "write 'transport: unix'");
                return TransportKind.Unix;
            case { } other:
                diagnostics.Error(Rules.UnknownChoice, section["transport"]!, $"there is no transport '{other}'{Suggestion.Clause(other, Transports)}", $"write one of {string.Join(", ", Transports)}");
                break;
            default:
                diagnostics.Error(Rules.MissingOption, section, "a server section needs 'transport'", $"write 'transport: mpi'; there are: {string.Join(", ", Transports)}");
                break;
        }

        return TransportKind.None;
    }

    private List<PeerHost> Peers(MappingNode section, string option)
    {
        var peers = new List<PeerHost>();
        foreach (var item in Nodes.Items(section[option], option, diagnostics))
        {
            if (item is not MappingNode node || node["host"] is not ScalarNode { IsNull: false } host)
            {
                diagnostics.Error(Rules.WrongType, item, $"each of the '{option}' is a mapping with 'host' and 'ports', this is {item.Describe()}", "write '- {host: localhost, ports: [7771]}'");
                continue;
            }

            Nodes.CheckKeys(node, $"one of the '{option}'", PeerKeys, [], diagnostics);
            var ports = node["ports"] is ScalarNode one ? [one] : Nodes.Items(node["ports"], "ports", diagnostics);
            peers.Add(new PeerHost(host.Text, [.. ports.Select(port => Number(port, "ports", 65_535)).OfType<int>()]));
        }

        return peers;
    }

    private int? Number(ConfigNode? node, string option, int most = int.MaxValue)
    {
        if (node is null)
            return null;
        if (node is ScalarNode scalar && int.TryParse(scalar.Text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number <= most)
            return number;
        diagnostics.Error(Rules.WrongType, node, $"'{option}' needs a whole number{(most < int.MaxValue ? $" up to {most}" : "")}, not {node.Describe()}");
        return null;
    }

    private string? Text(MappingNode section, string option)
    {
        if (section[option] is not { } node)
            return null;
        if (node is ScalarNode { IsNull: false } scalar)
            return scalar.Text;
        diagnostics.Error(Rules.WrongType, node, $"'{option}' needs a text, not {node.Describe()}");
        return null;
    }
}
