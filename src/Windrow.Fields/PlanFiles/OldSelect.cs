using Windrow.Core.Configuration;

namespace Windrow.Fields.PlanFiles;

/// <summary>
/// The form that conditions had in multio's documents until 2022: <c>match: category</c> with <c>categories: […]</c>, or <c>match: field</c> with
/// <c>fields: […]</c>.
/// </summary>
internal static class OldSelect
{
    private static readonly (string Word, string List, string Key)[] Forms = [("category", "categories", "category"), ("field", "fields", "name")];

    /// <summary>The select as it is written today; itself, when it is.</summary>
    public static MappingNode Renew(MappingNode node, DiagnosticBag diagnostics)
    {
        if (node["match"] is not ScalarNode word)
            return node;
        foreach (var (name, list, key) in Forms)
        {
            if (word.Text != name || node[list] is not { } values)
                continue;
            diagnostics.Warning(Rules.OldName, word, $"'match: {name}' with '{list}' is the old form of a condition", $"write 'match: [{{{key}: […]}}]'");
            var condition = new MappingNode([new ConfigEntry(ScalarNode.Of(key, values.Location), values)], values.Location);
            return new MappingNode(
                node.Entries.Where(entry => entry.Name != list).Select(entry => entry.Name == "match" ? entry with { Value = new SequenceNode([condition], word.Location) } : entry),
                node.Location);
        }

        return node;
    }
}
