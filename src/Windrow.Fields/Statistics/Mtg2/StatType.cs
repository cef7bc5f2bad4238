namespace Windrow.Fields.Statistics.Mtg2;

/// <summary>
/// MARS' <c>stattype</c>: statistics of fields that are statistics already. A level is a period, <c>da</c> or <c>mo</c>, and an operation,
/// <c>av</c>, <c>mx</c>, <c>mn</c> or <c>sd</c>; of two levels, <c>moav_damx</c>, the first is the outer and the longer one.
/// </summary>
internal static class StatType
{
    /// <summary>A level on top of those that a field has.</summary>
    /// <param name="frequency">The length of the windows, as in the configuration.</param>
    /// <param name="inner">The field's <c>stattype</c>; null: none.</param>
    /// <returns>Null: <paramref name="problem"/> says why there is none.</returns>
    public static string? Stack(string frequency, StatisticsOperation operation, string? inner, out string? problem)
    {
        problem = null;
        var period = frequency switch { "1d" or "1day" => "da", "1m" or "1month" => "mo", _ => null };
        var name = operation switch
        {
            StatisticsOperation.Average => "av",
            StatisticsOperation.Maximum => "mx",
            StatisticsOperation.Minimum => "mn",
            StatisticsOperation.StandardDeviation => "sd",
            _ => null,
        };
        if (period is null)
            problem = $"'stattype' knows days and months, not windows of {frequency}";
        else if (name is null)
            problem = $"'stattype' has no {operation.NameOf()}";
        else if (inner is not null && !IsLevel(inner))
            problem = inner.Contains('_', StringComparison.Ordinal) ? $"the field's stattype {inner} has two levels already, and there is no third" : $"the field's stattype '{inner}' is none";
        else if (inner is not null && !(period == "mo" && inner.StartsWith("da", StringComparison.Ordinal)))
            problem = $"a {period}{name} of {inner} is not of a longer period";
        return problem is not null ? null : inner is null ? period + name : $"{period}{name}_{inner}";
    }

    /// <summary>The levels that a text names, the outer one first; false: it is no <c>stattype</c>.</summary>
    public static bool TryRead(string text, out (string Period, StatisticsOperation Operation)[] levels)
    {
        var parts = text.Split('_');
        levels = parts.Length <= 2 && Array.TrueForAll(parts, IsLevel) ? Array.ConvertAll(parts, static part => (part[..2], OperationOf(part[2..]))) : [];
        return levels.Length == 1 || (levels is [("mo", _), ("da", _)]);
    }

    private static StatisticsOperation OperationOf(string name) => name switch
    {
        "av" => StatisticsOperation.Average,
        "mx" => StatisticsOperation.Maximum,
        "mn" => StatisticsOperation.Minimum,
        _ => StatisticsOperation.StandardDeviation,
    };

    private static bool IsLevel(string text) => text.Length == 4 && text[..2] is "da" or "mo" && text[2..] is "av" or "mx" or "mn" or "sd";
}
