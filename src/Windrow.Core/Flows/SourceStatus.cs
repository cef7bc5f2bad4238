namespace Windrow.Core.Flows;

/// <summary>How a source stands.</summary>
/// <param name="Open">Messages it brought that are not settled.</param>
/// <param name="HasEnded">It came to its end, or was given up.</param>
public sealed record SourceStatus(string Name, string Type, long Open, bool IsPaused, bool HasEnded)
{
    /// <summary>When it brought its last message, UTC; null: it brought none in this run, or the flow expects nothing.</summary>
    public DateTimeOffset? LastAccepted { get; init; }

    /// <summary>Why it is to be started again, or was given up; null: it runs, or has come to its end.</summary>
    public string? Trouble { get; init; }
}
