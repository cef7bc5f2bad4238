namespace Windrow.Events.Clowder.Serving.Records;

/// <summary>A collection of datasets and of other collections; a space is one, too.</summary>
internal sealed record CollectionRecord(string Id, string Name, string Description, DateTimeOffset Created, string Author)
{
    public bool IsSpace { get; init; }
}
