namespace Windrow.Core.Resources;

/// <summary>How the budget of a flow stands.</summary>
/// <param name="MemoryUsed">Bytes that the work under way was let in for.</param>
/// <param name="MemoryLimit">Bytes; null: memory is not looked at.</param>
/// <param name="Waiting">Who waits, in the order in which they are let in.</param>
public sealed record ResourceStatus(long MemoryUsed, long? MemoryLimit, IReadOnlyList<ResourceClassStatus> Classes, IReadOnlyList<ResourceWait> Waiting);
