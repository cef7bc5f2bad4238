namespace Windrow.Maps.Rendering.Workers;

/// <summary>The first line of a worker.</summary>
/// <param name="Version">Of Magics.</param>
/// <param name="Problem">Why this machine draws no maps, and what to do; null when it does.</param>
internal sealed record WorkerGreeting(string? Version = null, string? Problem = null);
