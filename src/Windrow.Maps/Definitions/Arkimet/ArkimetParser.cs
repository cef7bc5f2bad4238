using System.Collections.Immutable;
using System.Globalization;
using Windrow.Core.Filters;

namespace Windrow.Maps.Definitions.Arkimet;

/// <summary>
/// Reads matchers: conditions <c>kind:alternative or alternative</c>, separated by <c>;</c> or line ends. An alternative is a
/// style with fields by position; a field that is empty or not there may be anything. Other kinds and styles of arkimet
/// (reftime, area, proddef, run, quantity, task, BUFR, ODIMH5, VM2, aliases) are refused.
/// </summary>
public static class ArkimetParser
{
    private const int MaximumLength = 100_000;
    private const int MaximumAlternatives = 1000;

    private static readonly string[] Kinds = ["product", "origin", "level", "timerange"];

    /// <param name="text">The matcher.</param>
    /// <param name="start">Where its first character stands.</param>
    /// <exception cref="FilterSyntaxException">The text is not a matcher, or holds what is not supported; with the place.</exception>
    public static ArkimetMatcher Parse(string text, FilterSource start = default)
    {
        ArgumentNullException.ThrowIfNull(text);
        if (text.Length > MaximumLength)
            throw new FilterSyntaxException(start, string.Create(CultureInfo.InvariantCulture, $"the matcher is {text.Length} characters long, {MaximumLength} are allowed"));
        var conditions = new List<ImmutableArray<ArkimetTest>>();
        var count = 0;
        foreach (var part in new ArkimetText(text, 0, text.Length, start).Split([";", "\n"]))
        {
            if (part.IsEmpty)
                continue;
            var colon = part.Text.IndexOf(':', StringComparison.Ordinal);
            if (colon < 0)
                throw part.Error("a condition of a matcher begins with what it looks at", $"write e.g. 'product:{part.Text}'");
            var kind = part.Cut(0, colon);
            var alternatives = part.Cut(colon + 1).Split([" or ", " OR ", " Or "]).ToList();
            if ((count += alternatives.Count) > MaximumAlternatives)
                throw part.Error($"the matcher has more than {MaximumAlternatives} alternatives", "split it");
            conditions.Add([.. alternatives.Select(alternative => Alternative(kind, alternative))]);
        }

        if (conditions.Count == 0)
            throw new FilterSyntaxException(start, "the matcher is empty", "write 'skip' for one that takes nothing");
        return new ArkimetMatcher(text, [.. conditions], start);
    }

    private static ArkimetTest Alternative(ArkimetText kind, ArkimetText alternative)
    {
        var parts = alternative.Split([","]).ToList();
        var (style, fields) = (parts[0], parts[1..]);
        return (kind.Text.ToLowerInvariant(), style.Text.ToUpperInvariant()) switch
        {
            ("product", "GRIB1") => new KeyTest("product", 1, ArkimetKeys.Product1, Numbers(fields, 3)),
            ("product", "GRIB2") => new KeyTest("product", 2, ArkimetKeys.Product2, Numbers(fields, 6)),
            ("origin", "GRIB1") => new KeyTest("origin", 1, ArkimetKeys.Origin1, Numbers(fields, 3)),
            ("origin", "GRIB2") => new KeyTest("origin", 2, ArkimetKeys.Origin2, Numbers(fields, 5)),
            ("level", "GRIB1") => new Grib1LevelTest(Numbers(fields, 3)),
            ("level", "GRIB2S") => new Grib2LevelTest(Numbers(fields, 3), isLayer: false),
            ("level", "GRIB2D") => new Grib2LevelTest(Numbers(fields, 6), isLayer: true),
            ("timerange", "GRIB1") => Grib1TimeRange(fields),
            ("timerange", "TIMEDEF") => TimeDefinition(fields),
            ("product" or "origin" or "level" or "timerange", _) => throw style.Error($"the style '{style.Text}' of {kind.Text} is not supported", Styles(kind.Text)),
            _ => throw kind.Error($"a condition on '{kind.Text}' is not supported", $"it may be on {string.Join(", ", Kinds)}"),
        };
    }

    private static string Styles(string kind) => kind.ToLowerInvariant() switch
    {
        "level" => "the styles are GRIB1, GRIB2S and GRIB2D",
        "timerange" => "the styles are GRIB1 and Timedef, which is for both editions",
        _ => "the styles are GRIB1 and GRIB2; aliases have to be written out",
    };

    private static Grib1TimeRangeTest Grib1TimeRange(List<ArkimetText> fields)
    {
        Limit(fields, 3);
        return new Grib1TimeRangeTest(string.Join(',', fields.Select(static field => field.Text)), Number(fields, 0), Time(fields, 1), Time(fields, 2));
    }

    private static TimeDefinitionTest TimeDefinition(List<ArkimetText> fields)
    {
        Limit(fields, 3);
        var isUnprocessed = fields.Count > 1 && fields[1].Text == "-";
        return new TimeDefinitionTest(
            string.Join(',', fields.Select(static field => field.Text)), Time(fields, 0), isUnprocessed ? null : Number(fields, 1), isUnprocessed, Time(fields, 2));
    }

    private static ImmutableArray<long?> Numbers(List<ArkimetText> fields, int most)
    {
        Limit(fields, most);
        return [.. Enumerable.Range(0, fields.Count).Select(index => Number(fields, index))];
    }

    // arkimet would look past fields that a style does not have; here they are taken for a mistake.
    private static void Limit(List<ArkimetText> fields, int most)
    {
        if (fields.Count > most && fields.Skip(most).FirstOrDefault(static field => !field.IsEmpty) is { } surplus)
            throw surplus.Error($"there are {fields.Count} fields where {most} have a meaning", "count the commas");
        if (fields.Count > most)
            fields.RemoveRange(most, fields.Count - most);
    }

    private static long? Number(List<ArkimetText> fields, int index)
    {
        if (index >= fields.Count || fields[index].IsEmpty)
            return null;
        return long.TryParse(fields[index].Text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var value)
            ? value
            : throw fields[index].Error($"'{fields[index].Text}' is not a number", "leave the field empty if it may be anything");
    }

    private static TimeField? Time(List<ArkimetText> fields, int index)
    {
        if (index >= fields.Count || fields[index].IsEmpty)
            return null;
        if (fields[index].Text == "-")
            return new TimeField(null);
        return TimeValue.Parse(fields[index].Text) is { } value
            ? new TimeField(value)
            : throw fields[index].Error($"'{fields[index].Text}' is not a length of time", "write a whole number with s, m, h, d, mo or y, such as 6h");
    }
}
