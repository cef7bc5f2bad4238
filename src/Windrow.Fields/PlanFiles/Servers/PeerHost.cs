namespace Windrow.Fields.PlanFiles.Servers;

/// <summary>A host, and the ports on which processes of it listen or are known.</summary>
public sealed record PeerHost(string Host, IReadOnlyList<int> Ports);
