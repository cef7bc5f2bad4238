using System.Globalization;
using Windrow.Core.Configuration;

namespace Windrow.Events.Trollflow;

/// <summary>Reads the items of <c>work</c>, and reports all that is wrong with them.</summary>
internal sealed class TrollflowItems(bool isToRun, DiagnosticBag diagnostics)
{
    private static readonly string[] OfDaemons = ["type", "name", "components"];
    private static readonly string[] OfWorkflows = ["type", "name", "Workflow", "global_config"];

    private readonly HashSet<string> _names = new(StringComparer.Ordinal);

    public IReadOnlyList<TrollflowItem> Read(ConfigNode work)
    {
        if (work is not SequenceNode { Items.Count: > 0 } list)
        {
            diagnostics.Error(Rules.WrongType, work, $"'work' is a list of daemons and workflows, this is {(work is SequenceNode ? "empty" : work.Describe())}", "write '- type: workflow' and below it 'name' and 'Workflow'");
            return [];
        }

        return [.. list.Items.Select(Item).OfType<TrollflowItem>()];
    }

    /// <summary>The components of a <c>Workflow</c>.</summary>
    public IReadOnlyList<TrollflowClass> Components(ConfigNode? node, ConfigNode at)
    {
        if (node is not SequenceNode { Items.Count: > 0 } list)
        {
            diagnostics.Error(node is null ? Rules.MissingOption : Rules.WrongType, node ?? at, $"'Workflow' is a list of classes, {(node is null ? "and there is none" : node is SequenceNode ? "this is empty" : $"this is {node.Describe()}")}", "write '- words.Doubler:' and its options below it");
            return [];
        }

        return [.. list.Items.Select(Component).OfType<TrollflowClass>()];
    }

    private TrollflowItem? Item(ConfigNode node)
    {
        if (node is not MappingNode item)
        {
            diagnostics.Error(Rules.WrongType, node, $"an item of 'work' is a mapping, this is {node.Describe()}", "write '- type: workflow' and below it 'name' and 'Workflow'");
            return null;
        }

        var type = (item["type"] as ScalarNode)?.Text;
        if (type is not ("daemon" or "workflow"))
        {
            diagnostics.Error(Rules.MissingType, item["type"] ?? item, $"an item of 'work' is a daemon or a workflow, {(type is null ? "and this says neither" : $"and not '{type}'")}", "write 'type: daemon' or 'type: workflow'");
            return null;
        }

        var isDaemon = type == "daemon";
        WarnOfUnknown(item, isDaemon ? OfDaemons : OfWorkflows, type);
        var classes = isDaemon ? Daemon(item) : Components(item["Workflow"], item);
        return classes.Count == 0 ? null : new TrollflowItem(NameOf(item, classes), isDaemon, classes, isDaemon ? null : item["global_config"], item);
    }

    private void WarnOfUnknown(MappingNode item, string[] known, string type)
    {
        foreach (var entry in item.Entries.Where(entry => !known.Contains(entry.Name)))
            diagnostics.Warning(Rules.UnknownOption, entry.Key, $"'{entry.Name}' has no effect: it is nothing that a {type} has{Suggestion.Clause(entry.Name, known)}", $"remove it; there are: {string.Join(", ", known)}");
    }

    private IReadOnlyList<TrollflowClass> Daemon(MappingNode item)
    {
        if (item["components"] is not SequenceNode { Items: { Count: > 0 } components } || components[^1] is not MappingNode last || last["class"] is not { } node)
        {
            diagnostics.Error(Rules.MissingOption, item["components"] ?? item, "nothing says which class the daemon is", "write 'components:' and below it '- class: !!python/object:words.Listener'");
            return [];
        }

        if (components.Count > 1)
            diagnostics.Warning(Rules.UnknownOption, components[0], "of several components trollflow takes the last, and the others have no effect", "remove them");
        if (ClassName.Of(node, diagnostics) is not { } name || TrollflowClass.Of(name, node as MappingNode, node, isToRun, diagnostics) is not { } found)
            return [];
        return [found];
    }

    private TrollflowClass? Component(ConfigNode node)
    {
        if (node is MappingNode { Entries: [var entry] } && entry.Value is MappingNode or ScalarNode { IsNull: true })
            return TrollflowClass.Of(entry.Name, entry.Value as MappingNode, entry.Key, isToRun, diagnostics);
        if (node is ScalarNode { AsString: { } name })
            return TrollflowClass.Of(name, null, node, isToRun, diagnostics);
        diagnostics.Error(Rules.WrongType, node, $"a component is the name of a class with its options below it, this is {(node is MappingNode { Entries.Count: > 1 } ? "a mapping with several names" : node.Describe())}", "write '- words.Doubler:' and its options below it, indented by four more");
        return null;
    }

    // By its name an item is known to the lock that it shares with the next one.
    private string NameOf(MappingNode item, IReadOnlyList<TrollflowClass> classes)
    {
        var given = (item["name"] as ScalarNode)?.Text is { Length: > 0 } text ? text : classes[^1].Name[(classes[^1].Name.LastIndexOf('.') + 1)..];
        var name = given;
        for (var number = 2; !_names.Add(name); number++)
            name = string.Create(CultureInfo.InvariantCulture, $"{given} {number}");
        return name;
    }
}
