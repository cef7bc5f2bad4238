namespace Windrow.Maps.Definitions.Arkimet;

/// <summary>
/// One query for what any of several matchers takes, and perhaps more: of each kind of condition that all of them have the alternatives together. A kind
/// that one of them lacks is left out, since that one takes anything there.
/// </summary>
internal static class ArkimetQuery
{
    /// <returns>Empty: everything.</returns>
    public static string Of(IEnumerable<ArkimetMatcher> matchers)
    {
        Dictionary<string, SortedSet<string>>? merged = null;
        foreach (var matcher in matchers)
        {
            var own = matcher.Conditions.GroupBy(static alternatives => alternatives[0].Kind).ToDictionary(static kind => kind.Key, static kind => kind.First().Select(Text));
            merged ??= own.Keys.ToDictionary(static kind => kind, static _ => new SortedSet<string>(StringComparer.Ordinal));
            foreach (var (kind, alternatives) in merged)
            {
                if (own.TryGetValue(kind, out var more))
                    alternatives.UnionWith(more);
                else
                    merged.Remove(kind);
            }
        }

        return string.Join("; ", (merged ?? []).OrderBy(static kind => kind.Key, StringComparer.Ordinal).Select(static kind => $"{kind.Key}:{string.Join(" or ", kind.Value)}"));
    }

    private static string Text(ArkimetTest test) => test.ToString()[(test.Kind.Length + 1)..];
}
