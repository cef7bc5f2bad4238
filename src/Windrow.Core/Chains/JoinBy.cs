using Windrow.Core.Configuration;

namespace Windrow.Core.Chains;

/// <summary>The <c>collect</c> action that a plan with <c>join</c> begins with.</summary>
internal static class JoinBy
{
    // A step may have to wait for one that takes hours.
    private const string Deadline = "1d";

    /// <summary>The action: all of the plans are critical, so a set without one of them never leaves.</summary>
    /// <returns>Null: <paramref name="join"/> is neither a list of keys nor a mapping.</returns>
    public static MappingNode? Collect(ConfigNode join, IReadOnlyList<string> after)
    {
        var entries = join switch
        {
            MappingNode mapping => mapping.Entries.ToList(),
            SequenceNode or ScalarNode { IsNull: false } => [Entry("key", join, join.Location)],
            _ => null,
        };
        if (entries is null)
            return null;
        var plans = new SequenceNode([.. after.Select(name => ScalarNode.Of(name, join.Location))], join.Location);
        entries.Insert(0, Entry("type", ScalarNode.Of("collect", join.Location), join.Location));
        entries.Add(Entry("critical", new MappingNode([Entry(ChainKeys.SubmittedBy.Name, plans, join.Location)], join.Location), join.Location));

        // With critical members alone a set takes what comes until it is quiet, or its deadline is there; this one goes when all are in.
        if (!entries.Exists(static entry => entry.Name is "count" or "quiet"))
            entries.Add(Entry("count", ScalarNode.Of(after.Count, join.Location), join.Location));
        if (!entries.Exists(static entry => entry.Name == "deadline"))
            entries.Add(Entry("deadline", ScalarNode.Of(Deadline, join.Location), join.Location));
        return new MappingNode(entries, join.Location);
    }

    private static ConfigEntry Entry(string name, ConfigNode value, SourceLocation at) => new(ScalarNode.Of(name, at), value);
}
