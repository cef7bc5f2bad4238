using Windrow.Core.Configuration;

namespace Windrow.Fields.MetadataMapping;

/// <summary>The top level of a mapping file.</summary>
internal sealed class MappingFileOptions
{
    public static readonly OptionSet<MappingFileOptions> Set = new OptionSet<MappingFileOptions>("a mapping file")
        .Node("mappings", static (o, v) => o.MappingsNode = v, "Which key chooses a row, and what of it is set.", required: true, example: "[{match: {name: nemo-id}, map: {param: param-id}}]")
        .Node("data", static (o, v) => o.DataNode = v, "The rows.", required: true, example: "[{nemo-id: sst, param-id: 262101}]")
        .Check(static (o, report) => o.Resolve(report));

    public IReadOnlyList<MappingEntryOptions> Mappings { get; private set; } = [];

    public IReadOnlyList<MappingNode> Data { get; private set; } = [];

    private ConfigNode? MappingsNode { get; set; }

    private ConfigNode? DataNode { get; set; }

    private void Resolve(OptionReport report)
    {
        Data = Mapped(DataNode!, "data", report);
        Mappings = [.. Mapped(MappingsNode!, "mappings", report).Select(node =>
        {
            var entry = MappingEntryOptions.Set.Bind(node, report.Diagnostics, new BindSettings { Dialect = ConfigDialect.Multio });
            entry.Node = node;
            return entry;
        })];
    }

    private static List<MappingNode> Mapped(ConfigNode node, string name, OptionReport report)
    {
        if (node is not SequenceNode list || !list.Items.All(static item => item is MappingNode))
        {
            report.Error(name, $"'{name}' is a list of mappings", "write below it one '- {…}' for each", Rules.WrongType);
            return [];
        }

        return [.. list.Items.Cast<MappingNode>()];
    }
}
