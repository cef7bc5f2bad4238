namespace Windrow.Events.Clowder.Serving.Web;

/// <summary>A file that was sent, and has no record yet.</summary>
/// <param name="Path">Where it is, and its bytes were not sent; null: they are kept.</param>
internal sealed record Upload(string Id, string Name, string ContentType, long Length, string? Path);
