namespace Windrow.Core.Flows;

/// <summary>How a source stands.</summary>
/// <param name="Open">Messages it brought that are not settled.</param>
/// <param name="HasEnded">It came to its end, or was given up.</param>
public sealed record SourceStatus(string Name, string Type, long Open, bool IsPaused, bool HasEnded);
