namespace Windrow.Events.Clowder.Serving.Records;

/// <summary>A file.</summary>
/// <param name="DatasetId">Empty: it is in none.</param>
/// <param name="Length">Bytes.</param>
/// <param name="Created">UTC.</param>
internal sealed record FileRecord(string Id, string DatasetId, string Name, string ContentType, long Length, DateTimeOffset Created, string Author)
{
    /// <summary>Where it is, left in place; null: its bytes are kept.</summary>
    public string? Path { get; init; }

    /// <summary>The name of its bytes among those that are kept.</summary>
    public string? Content { get; init; }

    public IReadOnlyList<string> Tags { get; init; } = [];

    public IReadOnlyList<string> Previews { get; init; } = [];

    public string? Thumbnail { get; init; }
}
