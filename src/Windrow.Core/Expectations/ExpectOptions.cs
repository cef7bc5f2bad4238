using System.Globalization;
using Windrow.Core.Configuration;
using Windrow.Core.Patterns;
using Windrow.Core.PlugIns.Collect;

namespace Windrow.Core.Expectations;

/// <summary>One item of a plan's <c>expect</c>.</summary>
public sealed class ExpectOptions
{
    public static readonly OptionSet<ExpectOptions> Set = new OptionSet<ExpectOptions>("an expectation")
        .Text("name", static o => o.Name, static (o, v) => o.Name = v, "Its name, unique in the plan, by which it is told and kept; by default 'expect-1' and so on.", example: "rain-maps")
        .Duration("every", static o => o.Every, static (o, v) => o.Every = v, "There is to be a result for every such span of time, counted from midnight UTC.", min: TimeSpan.FromSeconds(1), max: TimeSpan.FromDays(7), example: "15min")
        .Duration("within", static o => o.Within, static (o, v) => o.Within = v, "With 'every': how long after the begin of the span the result is to be there; by default when the span ends.", example: "8min")
        .Parsed("by", static _ => null, static (o, v) => o.ReadBy(v), "There is to be a result every day by this time, UTC.", example: "05:40Z")
        .Parsed("product", static _ => null, static (o, v) => o.ReadProduct(v), "What is expected is a file that the plan's sinks write or tell of, with a name of this pattern; without it every message that a sink of the plan delivers is a result.", example: "\"maps/rain_{start_time:%Y%m%d%H%M}.png\"")
        .Text("time", static o => o.Time, static (o, v) => o.Time = v, "The metadata key, or the field of 'product', that holds the time that a result is for, UTC. Without it a result is for the span, or the day, in which it is delivered.", example: "start_time")
        .TextList("key", static o => o.Key, static (o, v) => o.Key = v, "Metadata keys that tell results of one time apart: two with equal values are duplicates. For products it is their path. Without either, no result is a duplicate.", example: "[channel]")
        .Integer("at-least", static o => o.AtLeast, static (o, v) => o.AtLeast = (int)v, "How many different results there are to be for each time; fewer are short. By default as many as 'of' says, else one.", min: 1, max: 10_000, example: "40")
        .Node("of", static (o, v) => o.Of = v, "The results that there can be for each time: their number, or a mapping of metadata keys to the values that are to come, by which missing ones are named.", example: "{number: [0, 1, 2, 3]}")
        .Duration("late-for", static o => o.LateFor, static (o, v) => o.LateFor = v, "With 'time': how long a result that is late is waited for before it is missing; by default the span of 'every', or 6h.", example: "2h")
        .Check(static (o, report) => o.Resolve(report));

    public string? Name { get; set; }

    public TimeSpan? Every { get; set; }

    public TimeSpan? Within { get; set; }

    public string? Time { get; set; }

    public IReadOnlyList<string> Key { get; set; } = [];

    public int? AtLeast { get; set; }

    public TimeSpan? LateFor { get; set; }

    /// <summary>Since midnight, UTC.</summary>
    internal TimeSpan? By { get; private set; }

    internal string? Product { get; private set; }

    internal ExpectedMembers Members { get; } = new();

    /// <summary>How many results there are to be.</summary>
    internal int Needed { get; private set; } = 1;

    private ConfigNode? Of { get; set; }

    private string? ReadBy(string text)
    {
        if (!text.EndsWith('Z'))
            return "a time of day in UTC ends with Z";
        if (!TimeOnly.TryParseExact(text[..^1], ["HH:mm", "HH:mm:ss"], CultureInfo.InvariantCulture, DateTimeStyles.None, out var time))
            return "it is no time of day";
        By = time.ToTimeSpan();
        return null;
    }

    private string? ReadProduct(string text)
    {
        try
        {
            FilePattern.Parse(text);
            Product = text;
            return null;
        }
        catch (PatternException exception)
        {
            return exception.Message;
        }
    }

    private void Resolve(OptionReport report)
    {
        if (Every is null == By is null)
            report.Error("every", "an expectation says either 'every' or 'by'", "write for example 'every: 15min', or 'by: 05:40Z'");
        if (Within is not null && Every is null)
            report.Error("within", "'within' goes with 'every'", "write the time of day under 'by'");
        if (Within > TimeSpan.FromDays(30))
            report.Error("within", "this is longer than 30 days");
        if (Time is null && Within > Every)
            report.Error("within", "without 'time' a result is for the span in which it comes, so it cannot come after its end", "name the metadata key of its time under 'time', or write a shorter time");
        if (LateFor is not null && Time is null)
            report.Error("late-for", "without 'time' a result is for the span or day in which it comes, and is missing when that is over", "name the metadata key of its time under 'time'");
        if (Product is not null && Key.Count > 0)
            report.Error("key", "products are told apart by their path", "leave 'key' or 'product' out");
        ReadOf(report);
    }

    private void ReadOf(OptionReport report)
    {
        var count = 1;
        if (Of is ScalarNode number)
        {
            if (number.AsInt64 is >= 1 and <= 10_000 and var most)
                count = (int)most;
            else
                report.Error("of", $"'of' does not take {number.Describe()}", "write a whole number from 1 to 10000, or the values that are to come: of: {step: [0, 3, 6]}");
        }
        else if (Of is not null)
        {
            Members.Read(report, "of", Tier.Wanted, Of);
            count = Math.Max(1, Members.Count);
            if (Key.Count > 0)
                report.Error("key", "'of' names the keys already", "leave 'key' out");
        }

        if (Of is not null && AtLeast > count)
            report.Error("at-least", $"there are only {count}", "write no more than 'of' has");
        Needed = AtLeast ?? count;
    }
}
