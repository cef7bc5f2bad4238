namespace Windrow.Core.Routing;

/// <summary>
/// Texts in ordinal order, as far as it matters which of some beginnings they have: every text lies between two bounds, where the
/// texts of some beginning start or end. Beginnings are added first, places are asked for then.
/// </summary>
internal sealed class TextAxis
{
    private readonly SortedSet<string> _added = new(StringComparer.Ordinal);
    private string[]? _bounds;

    public void Add(string prefix)
    {
        _added.Add(prefix);
        if (Behind(prefix) is { } end)
            _added.Add(end);
        _bounds = null;
    }

    /// <summary>How many bounds are not behind a text.</summary>
    public int PlaceOf(string text)
    {
        var bounds = _bounds ??= [.. _added];

        // Array.BinarySearch would ask a comparer through its interface at each step, which is a twentieth of a look-up among thousands of rules.
        var (from, to) = (0, bounds.Length);
        while (from < to)
        {
            var middle = (from + to) >>> 1;
            if (string.CompareOrdinal(bounds[middle], text) <= 0)
                from = middle + 1;
            else
                to = middle;
        }

        return from;
    }

    /// <summary>Where the texts lie that begin like this; both bounds included.</summary>
    public (double Low, double High) Bounds(string prefix) =>
        (PlaceOf(prefix), Behind(prefix) is { } end ? PlaceOf(end) - 1 : double.PositiveInfinity);

    // The first text behind all that begin like this; null: there is none.
    private static string? Behind(string prefix)
    {
        var length = prefix.Length;
        while (length > 0 && prefix[length - 1] == char.MaxValue)
            length--;
        return length == 0 ? null : string.Concat(prefix.AsSpan(0, length - 1), [(char)(prefix[length - 1] + 1)]);
    }
}
