using Windrow.Core.Configuration;

namespace Windrow.Fields.PlanFiles;

/// <summary>The sinks of a <c>sink</c> action: those that are enabled, with those of nested <c>multio</c> sinks among them, and the triggers of all.</summary>
/// <param name="triggers">Triggers that the environment adds.</param>
internal sealed class SinkTranslation(IReadOnlyList<ConfigNode> triggers, DiagnosticBag diagnostics)
{
    private static readonly string[] NestedKeys = ["type", "enable", "sinks", "triggers"];
    private static readonly string[] DeadKeys = ["failOnError"];
    private const int MostNested = 16;

    public void Translate(MappingNode node, List<ConfigEntry> entries)
    {
        var sinks = new List<ConfigNode>();
        var told = new List<ConfigNode>(triggers);
        Gather(node, sinks, told, 0);
        entries.RemoveAll(static entry => entry.Name is "sinks" or "triggers");
        if (node["sinks"] is { } list)
            entries.Add(Nodes.Entry("sinks", new SequenceNode(sinks, list.Location)));
        if (told.Count > 0)
            entries.Add(Nodes.Entry("triggers", new SequenceNode(told, node["triggers"]?.Location ?? node.Location)));
    }

    private void Gather(MappingNode node, List<ConfigNode> sinks, List<ConfigNode> told, int depth)
    {
        told.AddRange(Nodes.Items(node["triggers"], "triggers", diagnostics));
        foreach (var item in Nodes.Items(node["sinks"], "sinks", diagnostics))
        {
            if (item is not MappingNode sink)
            {
                diagnostics.Error(Rules.WrongType, item, $"a sink is a mapping, this is {item.Describe()}", "write '- type: …'");
                continue;
            }

            if (sink["enable"] is { } enable && LenientBoolean.Read(enable, "enable", diagnostics) is not true)
                continue;
            if (sink["type"] is ScalarNode { Text: "maestro" } maestro)
                diagnostics.Error(Rules.NotYet, maestro, "the sink 'maestro' is not in this version", "write to 'fdb5' or 'file', or add 'enable: false' to it");
            else if (sink["type"] is ScalarNode { Text: "multio" })
                GatherNested(sink, sinks, told, depth + 1);
            else
                sinks.Add(WithoutDeadKeys(sink));
        }
    }

    private void GatherNested(MappingNode sink, List<ConfigNode> sinks, List<ConfigNode> told, int depth)
    {
        Nodes.CheckKeys(sink, "a sink of type multio", NestedKeys, DeadKeys, diagnostics);
        if (sink["sinks"] is null)
            diagnostics.Error(Rules.MissingOption, sink, "a sink of type multio needs 'sinks' of its own", "write 'sinks: [{type: file, path: out.grib}]' below it");
        else if (depth > MostNested)
            diagnostics.Error(Rules.TooDeep, sink, $"sinks are nested more than {MostNested} deep", "put them into one list");
        else
            Gather(sink, sinks, told, depth);
    }

    private MappingNode WithoutDeadKeys(MappingNode sink)
    {
        foreach (var entry in sink.Entries)
        {
            if (DeadKeys.Contains(entry.Name))
                diagnostics.Warning(Rules.UnknownOption, entry.Key, $"'{entry.Name}' has no effect, in multio neither", "'on-error' of the sink action or the plan says what becomes of a failure");
        }

        return new MappingNode(sink.Entries.Where(static entry => entry.Name != "enable" && !DeadKeys.Contains(entry.Name)), sink.Location);
    }
}
