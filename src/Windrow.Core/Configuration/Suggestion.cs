namespace Windrow.Core.Configuration;

/// <summary>Finds what somebody meant to write.</summary>
public static class Suggestion
{
    private const int LongestName = 64;

    /// <summary>The candidate nearest to the name, or null when none is near: a third of its letters may differ, three at most.</summary>
    public static string? Nearest(string name, IEnumerable<string> candidates)
    {
        if (name.Length is 0 or > LongestName)
            return null;
        var limit = Math.Clamp(name.Length / 3, 1, 3);
        string? best = null;
        foreach (var candidate in candidates)
        {
            if (candidate.Length > LongestName || Math.Abs(candidate.Length - name.Length) > limit)
                continue;
            var distance = Distance(name, candidate);
            if (distance > limit || (best is not null && distance == limit))
                continue;
            best = candidate;
            limit = distance;
            if (distance == 0)
                break;
        }
        return best;
    }

    /// <summary>The words <c>did you mean 'x'?</c> for a message, or an empty text.</summary>
    public static string Phrase(string name, IEnumerable<string> candidates) =>
        Nearest(name, candidates) is { } nearest ? $"did you mean '{nearest}'?" : "";

    /// <summary>The same as the continuation of a sentence: <c>; did you mean 'x'?</c>, or an empty text.</summary>
    public static string Clause(string name, IEnumerable<string> candidates) =>
        Phrase(name, candidates) is { Length: > 0 } phrase ? $"; {phrase}" : "";

    // Edits are: insert, delete, replace, swap two neighbours. Case and '_' for '-' cost nothing.
    private static int Distance(string a, string b)
    {
        Span<int> before = stackalloc int[LongestName + 1];
        Span<int> previous = stackalloc int[LongestName + 1];
        Span<int> current = stackalloc int[LongestName + 1];
        for (var j = 0; j <= b.Length; j++)
            previous[j] = j;
        for (var i = 1; i <= a.Length; i++)
        {
            current[0] = i;
            for (var j = 1; j <= b.Length; j++)
            {
                var cost = Folded(a[i - 1]) == Folded(b[j - 1]) ? 0 : 1;
                var best = Math.Min(Math.Min(current[j - 1], previous[j]) + 1, previous[j - 1] + cost);
                if (i > 1 && j > 1 && Folded(a[i - 1]) == Folded(b[j - 2]) && Folded(a[i - 2]) == Folded(b[j - 1]))
                    best = Math.Min(best, before[j - 2] + 1);
                current[j] = best;
            }
            var oldest = before;
            before = previous;
            previous = current;
            current = oldest;
        }
        return previous[b.Length];
    }

    private static char Folded(char c) => c == '_' ? '-' : char.ToLowerInvariant(c);
}
