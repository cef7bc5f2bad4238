namespace Windrow.Core.Resources;

/// <summary>A worker that waits for room.</summary>
/// <param name="Name">Plan and action.</param>
/// <param name="Memory">Bytes that it needs; 0: none are asked for.</param>
/// <param name="Class">The class that it needs; null: none.</param>
public sealed record ResourceWait(string Name, long Memory, string? Class, DateTimeOffset Since);
