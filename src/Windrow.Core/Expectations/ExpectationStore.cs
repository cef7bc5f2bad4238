using Windrow.Core.State;

namespace Windrow.Core.Expectations;

/// <summary>Reads what is kept of expectations, whoever has the store.</summary>
internal static class ExpectationStore
{
    private const int Page = 1_000;

    /// <returns>Null: nothing is kept of the expectation.</returns>
    public static ExpectationBook? Load(IStateReader? reader, Expectation expectation)
    {
        var scope = ExpectationRow.ScopeOf(expectation);
        if (reader is null || ExpectationRow.SinceOf(reader.ReadItem(scope, ExpectationRow.SinceKey), expectation) is not { } since)
            return null;
        var book = new ExpectationBook(expectation, since);
        var after = "";
        var rows = new List<ExpectationRow>();
        while (reader.ReadItems(scope, after, Page) is { Count: > 0 } page)
        {
            rows.AddRange(page.Select(static item => ExpectationRow.Read(item.Key, item.Value)).OfType<ExpectationRow>());
            after = page[^1].Key;
        }

        // In the order in which they came, which is not that of their keys.
        foreach (var row in rows.OrderBy(static row => row.Arrival?.At ?? default))
            book.Restore(row);
        return book;
    }
}
