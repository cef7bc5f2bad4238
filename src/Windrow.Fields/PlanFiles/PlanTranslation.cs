using Windrow.Core.Configuration;

namespace Windrow.Fields.PlanFiles;

/// <summary>Makes a native plan of one of multio's, which may stand in a file of its own.</summary>
/// <param name="policy">What <c>on-error</c> of the section says; null when it says nothing.</param>
internal sealed class PlanTranslation(PlanFileText text, ActionTranslation actions, ConfigNode? policy, DiagnosticBag diagnostics)
{
    private static readonly string[] Keys = ["name", "enable", "on-error", "actions"];
    private static readonly string[] KeysOfFiles = ["file", "enable", "name"];
    private static readonly string[] NoKeys = [];

    /// <returns>Null when the plan is not enabled, or wrong, which is reported.</returns>
    public MappingNode? Translate(ConfigNode item)
    {
        if (item is not MappingNode node)
        {
            diagnostics.Error(Rules.WrongType, item, $"a plan is a mapping, this is {item.Describe()}", "write '- name: …' and below it 'actions:'");
            return null;
        }

        if (!IsEnabled(node))
            return null;
        if (node["dissemination"] is { } dissemination)
        {
            diagnostics.Error(Rules.NotYet, dissemination, "plans of dissemination requirements are not in this version", "write the plan out: select, interpolate, encode and sink");
            return null;
        }

        return node["file"] is { } file ? Included(node, file) : Plan(node, null);
    }

    private MappingNode? Included(MappingNode node, ConfigNode file)
    {
        Nodes.CheckKeys(node, "a plan that stands in a file of its own", KeysOfFiles, NoKeys, diagnostics);
        if (file is not ScalarNode { IsNull: false } path)
        {
            diagnostics.Error(Rules.WrongType, file, $"'file' needs a path, not {file.Describe()}", "write 'file: \"{~}/plans/a.yaml\"'");
            return null;
        }

        switch (text.ReadIncluded(path))
        {
            case null:
                return null;
            case MappingNode plan when plan["file"] is { } nested:
                diagnostics.Error(Rules.NotAFlow, nested, $"the plan in '{path.Text}' names another file; one level is all there is", "name that file directly");
                return null;
            case MappingNode plan:
                return IsEnabled(plan) ? Plan(plan, $"file::{path.Text}") : null;
            case var other:
                diagnostics.Error(Rules.WrongType, other, $"a file of a plan holds a mapping, this is {other.Describe()}", "begin with 'name:' and 'actions:'");
                return null;
        }
    }

    private MappingNode? Plan(MappingNode node, string? name)
    {
        Nodes.CheckKeys(node, "a plan", Keys, NoKeys, diagnostics);
        if (node["actions"] is null or SequenceNode { Items.Count: 0 } or ScalarNode { IsNull: true })
        {
            diagnostics.Error(Rules.MissingOption, node["actions"] ?? node, "a plan without actions does nothing", "write one '- type: …' for each action below 'actions:'");
            return null;
        }

        var at = node.Location;
        var entries = new List<ConfigEntry>();
        if (node["name"] is { } given)
            entries.Add(Nodes.Entry("name", given));
        else if (name is not null)
            entries.Add(Nodes.Entry("name", name, at));
        var onError = node["on-error"] is { } own ? FailureTranslation.OfPlan(own, diagnostics) : policy;
        if (onError is not null)
            entries.Add(Nodes.Entry("on-error", onError));
        entries.Add(Nodes.Entry("actions", new SequenceNode(actions.Translate(node["actions"]!), node["actions"]!.Location)));
        return new MappingNode(entries, at);
    }

    private bool IsEnabled(MappingNode node) => node["enable"] is not { } enable || LenientBoolean.Read(enable, "enable", diagnostics) is true;
}
