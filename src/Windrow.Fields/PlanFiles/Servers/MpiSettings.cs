namespace Windrow.Fields.PlanFiles.Servers;

/// <summary>Which processes of an MPI job take part, and in which buffers their messages travel.</summary>
/// <param name="Group">The communicator of clients and servers.</param>
/// <param name="ClientGroup">That of the clients.</param>
/// <param name="ServerGroup">That of the servers.</param>
/// <param name="Communicators">How communicators are got, by their names.</param>
/// <param name="ClientPool">What a client sends from.</param>
/// <param name="ServerPool">What a server receives into.</param>
public sealed record MpiSettings(
    string Group, string ClientGroup, string ServerGroup, IReadOnlyList<CommunicatorSettings> Communicators, BufferPoolSettings ClientPool, BufferPoolSettings ServerPool);
