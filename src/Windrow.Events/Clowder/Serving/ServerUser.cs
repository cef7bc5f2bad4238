namespace Windrow.Events.Clowder.Serving;

/// <param name="Email">Empty: the owner of the server's own key.</param>
internal sealed record ServerUser(string Email, bool IsReadOnly);
