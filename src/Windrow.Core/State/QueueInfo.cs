namespace Windrow.Core.State;

/// <summary>A durable queue and what it holds.</summary>
/// <param name="Bytes">Of the messages in it, payloads included.</param>
/// <param name="Oldest">When the oldest of them came, UTC; null when it is empty.</param>
public sealed record QueueInfo(int Number, string Name, long Count, long Bytes, DateTimeOffset? Oldest);
