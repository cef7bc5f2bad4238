using Windrow.Core.Configuration;
using Windrow.Fields.PlanFiles.Servers;

namespace Windrow.Fields.PlanFiles;

/// <summary>Makes native actions of those of one of multio's plans.</summary>
internal sealed class ActionTranslation(
    MappingNode root, IReadOnlyList<string> servers, ServerSettingsReader settings, IReadOnlyList<ConfigNode> triggers, bool isServer, DiagnosticBag diagnostics)
{
    // What tells one field from another, whatever time it is of: parts of one field stay in order, fields go to all cores.
    private static readonly string[] FieldIdentity = ["name", "category", "domain", "param", "paramId", "levtype", "level", "levelist", "number"];

    private static readonly string[] KeysOfSelect =
        ["type", "name", "stage", "enable", "on-error", "where", "eccodes", "match", "ignore", "any", "all", "not", "enforce-same-key-types"];

    private readonly SinkTranslation _sinks = new(triggers, diagnostics);
    private readonly MetadataKeyCheck _keys = new(diagnostics);

    public IEnumerable<ConfigNode> Translate(ConfigNode list)
    {
        var actions = new List<ConfigNode>();
        string? last = null;
        foreach (var item in Nodes.Items(list, "actions", diagnostics))
        {
            if (item is not MappingNode node)
            {
                diagnostics.Error(Rules.WrongType, item, $"an action is a mapping, this is {item.Describe()}", "write '- type: …'");
            }
            else if (node["type"] is not ScalarNode type)
            {
                diagnostics.Error(Rules.MissingType, node, "this action has no 'type'", "write 'type:' and the name of an action");
            }
            else if (last is not null)
            {
                diagnostics.Warning(Rules.UnknownOption, node, $"this action has no effect: nothing comes behind '{last}'", "multio ignores it in silence; remove it, or put it in front");
            }
            else if (ActionNames.Read(type, diagnostics) is { } name)
            {
                actions.Add(Translate(node, name));
                last = ActionNames.IsLast(name) && node["enable"] is null ? name : null;
            }
        }

        return actions;
    }

    private MappingNode Translate(MappingNode node, string type)
    {
        if (type == "select")
            node = OldSelect.Renew(node, diagnostics);
        var at = node["type"]!.Location;
        var entries = new List<ConfigEntry> { Nodes.Entry("type", type, at) };
        foreach (var entry in node.Entries)
        {
            if (entry.Name == "type")
                continue;
            if (entry.Name == "on-error")
            {
                if (FailureTranslation.OfPlan(entry.Value, diagnostics) is { } policy)
                    entries.Add(Nodes.Entry("on-error", policy));
            }
            else
            {
                entries.Add(entry with { Value = WithBooleans(entry) });
            }
        }

        Complete(type, node, entries);
        _keys.Check(type, node);
        var action = new MappingNode(entries, node.Location);
        Placeholders.Report(action, diagnostics);
        return action;
    }

    private void Complete(string type, MappingNode node, List<ConfigEntry> entries)
    {
        switch (type)
        {
            case "select":
                CheckSelect(node, entries);
                break;
            case "aggregate" when isServer && node["stage"] is null:
                entries.Add(Nodes.Entry("stage", new MappingNode(
                    [Nodes.Entry("workers", "cores", node.Location), Nodes.Entry("key", Nodes.Texts(FieldIdentity, node.Location))], node.Location)));
                break;
            case "transport":
                AddServer(node, entries);
                break;
            case "print" when node["form"] is null:
                entries.Add(Nodes.Entry("form", "multio", node.Location));
                break;
            case "sink":
                _sinks.Translate(node, entries);
                break;
            case "encode":
                RenameGridType(entries);
                break;
        }
    }

    // Our own reader of conditions takes no other keys.
    private void CheckSelect(MappingNode node, List<ConfigEntry> entries)
    {
        Nodes.CheckKeys(node, "a select", KeysOfSelect, [], diagnostics);
        entries.RemoveAll(static entry => !KeysOfSelect.Contains(entry.Name));
    }

    private void AddServer(MappingNode node, List<ConfigEntry> entries)
    {
        if (node["target"] is not ScalarNode { IsNull: false } target)
        {
            diagnostics.Error(Rules.MissingOption, node, "'transport' needs the option 'target'", $"write the name of a server section: {(servers.Count > 0 ? string.Join(", ", servers) : "there is none in this file")}");
            return;
        }

        if (!servers.Contains(target.Text) || root[target.Text] is not MappingNode section)
        {
            diagnostics.Error(
                Rules.MissingOption, target, $"there is no server section '{target.Text}'{Suggestion.Clause(target.Text, servers)}",
                servers.Count > 0 ? $"there are: {string.Join(", ", servers)}" : "add one: 'server: {transport: tcp, servers: […], plans: […]}'");
            return;
        }

        if (settings.Read(target.Text, section) is { } server)
            entries.Add(Nodes.Entry("server", TransportNodes.Server(server, section)));
    }

    private void RenameGridType(List<ConfigEntry> entries)
    {
        var index = entries.FindIndex(static entry => entry.Name == "grid-type");
        if (index < 0)
            return;
        diagnostics.Warning(Rules.OldName, entries[index].Key, "'grid-type' is the old name of 'unstructured-grid-type'", "write unstructured-grid-type");
        entries[index] = entries[index] with { Key = ScalarNode.Of("unstructured-grid-type", entries[index].Key.Location) };
    }

    // Also one level down, where statistics has its options.
    private ConfigNode WithBooleans(ConfigEntry entry)
    {
        if (LenientBoolean.Options.Contains(entry.Name))
            return LenientBoolean.Read(entry.Value, entry.Name, diagnostics) is { } value ? ScalarNode.Of(value, entry.Value.Location) : entry.Value;
        return entry is { Name: "options", Value: MappingNode mapping }
            ? new MappingNode(mapping.Entries.Select(inner => inner with { Value = WithBooleans(inner) }), mapping.Location)
            : entry.Value;
    }
}
