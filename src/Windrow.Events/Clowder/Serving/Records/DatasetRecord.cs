namespace Windrow.Events.Clowder.Serving.Records;

/// <summary>A dataset.</summary>
/// <param name="Created">UTC.</param>
/// <param name="Author">Email; empty: the server itself.</param>
internal sealed record DatasetRecord(string Id, string Name, string Description, DateTimeOffset Created, string Author)
{
    public IReadOnlyList<string> Tags { get; init; } = [];

    public string? Thumbnail { get; init; }
}
