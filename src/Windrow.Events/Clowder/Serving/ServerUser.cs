namespace Windrow.Events.Clowder.Serving;

/// <param name="Email">Empty: the owner of the server's own key.</param>
internal sealed record ServerUser(string Email, bool IsReadOnly)
{
    /// <summary>The job that the key was given to; null: it was given to none.</summary>
    public string? Job { get; init; }
}
