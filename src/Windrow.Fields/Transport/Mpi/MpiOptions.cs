using Windrow.Core.Configuration;

namespace Windrow.Fields.Transport.Mpi;

/// <summary>Options of both ends for <c>transport: mpi</c>.</summary>
public sealed class MpiOptions
{
    /// <summary>Declares them among the options of a plug-in.</summary>
    public static OptionSet<T> AddTo<T>(OptionSet<T> set, Func<T, MpiOptions> of)
        where T : class, new() => set
        .Text("group", o => of(o).Group, (o, v) => of(o).Group = v, "For mpi: the communicator of clients and servers together.", example: "nemo")
        .Text("client-group", _ => null, (o, v) => of(o).Clients = v, "For mpi: the clients' communicator; by default the name of the group and '-clients'.", example: "nemo-clients")
        .Text("server-group", _ => null, (o, v) => of(o).Servers = v, "For mpi: the servers' communicator; by default the name of the group and '-servers'.", example: "nemo-servers")
        .ListOf("communicators", MpiCommunicatorOptions.Set, (o, v) => of(o).Communicators = v, "For mpi: where communicators come from that are not passed by the model.", example: "[{name: nemo, type: passed, default: world}]");

    public string Group { get; set; } = "multio";

    public string ClientGroup => Clients ?? Group + "-clients";

    public string ServerGroup => Servers ?? Group + "-servers";

    public IReadOnlyList<MpiCommunicatorOptions> Communicators { get; set; } = [];

    private string? Clients { get; set; }

    private string? Servers { get; set; }
}
