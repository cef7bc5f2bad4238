namespace Windrow.Fields.PlanFiles.Servers;

/// <summary>How the clients and the servers of a server section find each other.</summary>
/// <param name="Name">The name of the section, which clients give as <c>target</c>.</param>
/// <param name="Transport">How parts of fields travel.</param>
/// <param name="Servers">Where servers listen (TCP).</param>
/// <param name="Clients">The clients that are known beforehand (TCP); the server is done when they all are.</param>
/// <param name="LocalPort">The port of this process (TCP), which says which of the servers or clients it is; null: not said.</param>
/// <param name="SocketPath">The socket of the machine: what the section says, else one that is made of the file's path and the section's name.</param>
/// <param name="ClientCount">The number of clients in the same process (multio's <c>thread</c>); null: not said.</param>
/// <param name="Mpi">Groups, communicators and buffers (MPI).</param>
/// <param name="Distribution">How clients choose among several servers.</param>
/// <param name="UsedServers">Over how many servers <see cref="ServerDistribution.HashedCyclic"/> spreads the fields of a client.</param>
/// <param name="StepMeterFile">Where the step is written that all clients have reached; null: nowhere.</param>
public sealed record ServerSettings(
    string Name,
    TransportKind Transport,
    IReadOnlyList<PeerHost> Servers,
    IReadOnlyList<PeerHost> Clients,
    int? LocalPort,
    string SocketPath,
    int? ClientCount,
    MpiSettings Mpi,
    ServerDistribution Distribution,
    int UsedServers,
    string? StepMeterFile)
{
    /// <summary>The port of a server: this process's, or that of the first server.</summary>
    internal int? ServerPort => Transport != TransportKind.Tcp ? null : Has(Servers, LocalPort) ? LocalPort : Servers.SelectMany(static host => host.Ports).Cast<int?>().FirstOrDefault();

    /// <summary>The port of a client, where this process is one of those that are listed.</summary>
    internal int? ClientPort => Transport == TransportKind.Tcp && Has(Clients, LocalPort) ? LocalPort : null;

    private static bool Has(IReadOnlyList<PeerHost> peers, int? port) => port is { } number && peers.Any(peer => peer.Ports.Contains(number));
}
