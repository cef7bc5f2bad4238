using Windrow.Core.Configuration;
using Windrow.Core.Messages;

namespace Windrow.Core.PlugIns.Schedule;

/// <summary>Options of the <c>schedule</c> source.</summary>
public sealed class ScheduleOptions
{
    public static readonly OptionSet<ScheduleOptions> Set = new OptionSet<ScheduleOptions>("schedule")
        .Parsed("recurrence", static o => null, static (o, v) => o.ReadRecurrence(v), "When messages come: a repeating interval of ISO 8601, start and period, UTC unless it says otherwise. 'R5/…' for five times more than once.", required: true, example: "R/2026-01-01T00:00Z/PT15M")
        .Choice("catch-up", static o => o.CatchUp, static (o, v) => o.CatchUp = v, "What becomes of times that came while the flow did not run, or could take nothing in: 'none', they are left out; 'latest', only the last of them comes; 'all', each comes.", [("none", CatchUpPolicy.None), ("latest", CatchUpPolicy.Latest), ("all", CatchUpPolicy.All)], required: true)
        .Node("metadata", static (o, v) => o.MetadataNode = v, "Metadata of every message, beside 'time' (the time that it is for), 'number' (counted from the start, 0 is the first) and 'missed' (true: it comes later than at its time).", example: "{product: inventory}", schema: static writer => writer.WriteString("type", "object"))
        .Check(static (o, report) =>
        {
            if (o.MetadataNode is MappingNode map)
                o.Metadata = NodeValue.OfMapping(map);
            else if (o.MetadataNode is not null)
                report.Error("metadata", $"'metadata' is a mapping, this is {o.MetadataNode.Describe()}", "write 'metadata: {product: inventory}'", Rules.WrongType);
        });

    internal Recurrence? Recurrence { get; private set; }

    public CatchUpPolicy? CatchUp { get; set; }

    public Metadata Metadata { get; private set; } = Metadata.Empty;

    private ConfigNode? MetadataNode { get; set; }

    private string? ReadRecurrence(string text)
    {
        var problem = Recurrence.TryParse(text, out var recurrence);
        Recurrence = recurrence;
        return problem;
    }
}
