using Windrow.Core.Configuration;
using Windrow.Core.Messages;

namespace Windrow.Core.PlugIns.Collect;

/// <summary>Options of the <c>collect</c> action.</summary>
public sealed class CollectOptions
{
    public static readonly OptionSet<CollectOptions> Set = new OptionSet<CollectOptions>("collect")
        .TextList("key", static o => o.Key, static (o, v) => o.Key = v, "Messages with equal values of these metadata keys belong to one set.", required: true, example: "[date, step]")
        .Integer("count", static o => o.Count, static (o, v) => o.Count = (int)v, "The set is complete with this many members.", min: 1, example: "12")
        .Node("expect", static (o, v) => o.ExpectNode = v, "The set is complete when, for each of these metadata keys, every listed value has come.", example: "{param: [t, u, v]}")
        .Duration("deadline", static o => o.Deadline, static (o, v) => o.Deadline = v, "How long after its first member a set may stay open.", example: "10m")
        .Choice("on-deadline", static o => o.OnDeadline, static (o, v) => o.OnDeadline = v, "What becomes of a set that is incomplete at its deadline: emitted as it is, or dropped.", [("emit", DeadlinePolicy.Emit), ("drop", DeadlinePolicy.Drop)])
        .Choice("emit", static o => o.Emit, static (o, v) => o.Emit = v, "What comes out: one 'dataset' message that tells about the set, or its 'members' in the order in which they came.", [("dataset", CollectEmission.Dataset), ("members", CollectEmission.Members)])
        .Integer("maximum-open", static o => o.MaximumOpen, static (o, v) => o.MaximumOpen = (int)v, "Sets open at the same time; one more ends the oldest as if its deadline had come.", min: 1)
        .Check(static (o, report) => o.Resolve(report));

    public IReadOnlyList<string> Key { get; set; } = [];

    public int? Count { get; set; }

    public TimeSpan Deadline { get; set; } = TimeSpan.FromMinutes(10);

    public DeadlinePolicy OnDeadline { get; set; }

    public CollectEmission Emit { get; set; }

    public int MaximumOpen { get; set; } = 10_000;

    /// <summary>For each key the values that a complete set has.</summary>
    public IReadOnlyList<(MetadataKey Key, MetadataList Values)> Expect { get; private set; } = [];

    private ConfigNode? ExpectNode { get; set; }

    private void Resolve(OptionReport report)
    {
        if (ExpectNode is MappingNode map)
            Expect = [.. NodeValue.OfMapping(map).Select(static entry => (entry.Key, entry.Value.TryGetList(out var list) ? list : new MetadataList(entry.Value)))];
        else if (ExpectNode is { } other)
            report.Error("expect", $"'expect' is a mapping, this is {other.Describe()}", "write 'expect: {param: [t, u, v]}'", Rules.WrongType);
        if (Count is null && Expect.Count == 0)
            report.Error("count", "nothing says when a set is complete", "add 'count: 12' or 'expect: {param: [t, u, v]}'");
    }
}
