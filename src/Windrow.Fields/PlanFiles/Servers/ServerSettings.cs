namespace Windrow.Fields.PlanFiles.Servers;

/// <summary>How the clients and the servers of a server section find each other.</summary>
/// <param name="Name">The name of the section, which clients give as <c>target</c>.</param>
/// <param name="Transport">How parts of fields travel.</param>
/// <param name="Servers">Where servers listen (TCP).</param>
/// <param name="Clients">The clients that are known beforehand (TCP); the server is done when they all are.</param>
/// <param name="LocalPort">The port of this process (TCP), which says which of the servers it is; null: not said here.</param>
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
    int? ClientCount,
    MpiSettings Mpi,
    ServerDistribution Distribution,
    int UsedServers,
    string? StepMeterFile);
