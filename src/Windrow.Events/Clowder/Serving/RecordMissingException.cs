namespace Windrow.Events.Clowder.Serving;

/// <summary>There is no file, dataset or whatever with an id.</summary>
internal sealed class RecordMissingException(string kind, string id) : Exception($"there is no {kind} '{id}'")
{
    public string Kind => kind;
}
