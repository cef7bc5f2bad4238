using Windrow.Core.State;

namespace Windrow.Events.Clowder.Serving.Records;

/// <summary>Reads records, also those of a flow that another process runs.</summary>
internal static class RecordReading
{
    private const int AtATime = 500;

    public static IEnumerable<T> All<T>(this IStateReader state, Shelf<T> shelf)
        where T : class
    {
        for (var after = ""; state.ReadItems(shelf.Scope, after, AtATime) is { Count: > 0 } page; after = page[^1].Key)
        {
            foreach (var item in page)
                yield return shelf.Read(item.Value);
        }
    }

    /// <summary>Items whose keys begin with something, and a slash.</summary>
    public static IEnumerable<StateItem> Below(IStateReader state, string scope, string first, int page = AtATime)
    {
        var start = first + "/";
        for (var after = start; state.ReadItems(scope, after, page) is { Count: > 0 } items; after = items[^1].Key)
        {
            foreach (var item in items)
            {
                if (!item.Key.StartsWith(start, StringComparison.Ordinal))
                    yield break;
                yield return item;
            }
        }
    }
}
