using Windrow.Core.Configuration;

namespace Windrow.Fields.Transport.Client;

/// <summary>Options of the <c>transport</c> action.</summary>
public sealed class TransportActionOptions
{
    public static readonly OptionSet<TransportActionOptions> Set = new OptionSet<TransportActionOptions>("transport")
        .Text("target", static o => o.Target, static (o, v) => o.Target = v, "Name of the servers together; all plans with the same target share one connection to each.", example: "server")
        .TextList("hash-keys", static o => o.HashKeys, static (o, v) => o.HashKeys = v, "Keys that choose the server of a field. All parts of a field have to have the same values.", example: "[category, name, level]")
        .Nested("server", TransportTargetOptions.Set, static (o, v) => o.Server = v, "Where the servers are.", required: true)
        .Choice<Distribution>("distribution", static _ => null, static (o, v) => o.Distribution = v, "How fields are spread over several servers; by default the environment's MULTIO_SERVER_DISTRIBUTION, else hashed_to_single. With 'even' the levels of a parameter take turns.", [("hashed_to_single", Client.Distribution.HashedToSingle), ("hashed_cyclic", Client.Distribution.HashedCyclic), ("even", Client.Distribution.Even)])
        .Integer("used-servers", static _ => null, static (o, v) => o.UsedServers = v, "For hashed_cyclic: servers among which the hash chooses for one group of clients; by default the environment's MULTIO_USED_SERVERS, else 1.", min: 1, example: "2")
        .Flag("wait-for-flush", static o => o.WaitForFlush, static (o, v) => o.WaitForFlush = v, "A flush ends only when the servers have made everything before it durable. Otherwise the model goes on, and only the end of the plan waits.");

    public string Target { get; set; } = "server";

    public IReadOnlyList<string> HashKeys { get; set; } = ["category", "name", "level"];

    public TransportTargetOptions Server { get; set; } = new();

    public Distribution? Distribution { get; set; }

    public int? UsedServers { get; set; }

    public bool WaitForFlush { get; set; }
}
