using Windrow.Core.Messages;

namespace Windrow.Fields.Domains;

/// <summary>One client of a domain: what it declared.</summary>
/// <param name="Name">Its peer, <c>group/id</c>; empty where there is only this process.</param>
/// <param name="Number">Its place among the clients of the domain, in the order in which they came.</param>
/// <param name="Sends">Whether it has a point of its own, so that the field waits for its part.</param>
/// <param name="Content">A hash of what it declared.</param>
public sealed record DomainClient(string Name, int Number, PointMap Map, bool Sends, MessageId Content);
