namespace Windrow.Events.Clowder.Serving.Work;

/// <summary>Whose doing something is.</summary>
/// <param name="User">Email; empty: of the owner of the server's own key.</param>
internal sealed record Cause(string User)
{
    /// <summary>The file of the flow that it comes from, empty where it comes from none; null: whatever set off the job that it comes from.</summary>
    public string? Root { get; init; }

    /// <summary>The id of the job that it comes from; null: the key does not say.</summary>
    public string? Job { get; init; }
}
