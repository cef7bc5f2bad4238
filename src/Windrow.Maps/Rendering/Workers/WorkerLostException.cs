namespace Windrow.Maps.Rendering.Workers;

/// <summary>A worker is no more; the message says how it ended.</summary>
internal sealed class WorkerLostException(string message) : Exception(message);
