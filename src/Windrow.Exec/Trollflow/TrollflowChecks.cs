using Windrow.Core.Configuration;

namespace Windrow.Exec.Trollflow;

/// <summary>What has to fit together in the options of <c>trollflow</c>.</summary>
internal static class TrollflowChecks
{
    public static void OfAction(TrollflowOptions options, OptionReport report)
    {
        if (options.ComponentsNode is null == options.DaemonNode is null)
        {
            report.Error(options.DaemonNode is null ? "components" : "daemon", options.DaemonNode is null ? "nothing says which classes are to work" : "a daemon works alone, and not with 'components'", "write 'components: [{words.Doubler: {times: 2}}]', or 'daemon: {words.Writer: {}}'");
            return;
        }

        CheckPython(options, report);
        if (options.DaemonNode is { } daemon)
        {
            Take(options, [daemon], report);
        }
        else if (options.ComponentsNode is SequenceNode { Items.Count: > 0 } list)
        {
            Take(options, list.Items, report);
            if (options.Slots)
                CheckSlots(options, report);
        }
        else
        {
            report.Error("components", $"'components' is a list of classes, this is {(options.ComponentsNode is SequenceNode ? "empty" : options.ComponentsNode!.Describe())}", "write '- words.Doubler: {times: 2}' for each", Rules.WrongType);
        }
    }

    public static void OfSource(TrollflowOptions options, OptionReport report)
    {
        CheckPython(options, report);
        if (options.DaemonNode is { } daemon)
            Take(options, [daemon], report);
    }

    private static void Take(TrollflowOptions options, IReadOnlyList<ConfigNode> nodes, OptionReport report)
    {
        var components = nodes.Select(node => TrollflowComponent.Read(node, report.Diagnostics)).ToList();
        options.Components = [.. components.OfType<TrollflowComponent>()];
    }

    private static void CheckSlots(TrollflowOptions options, OptionReport report)
    {
        foreach (var slot in options.Components.SelectMany(static component => component.Options?.Entries ?? []))
        {
            if (slot.Value is not (MappingNode or ScalarNode { IsNull: true }))
                report.Diagnostics.Error(Rules.WrongType, slot.Value, $"the slot '{slot.Name}' is a mapping, this is {slot.Value.Describe()}", $"write '{slot.Name}: {{uri: /path/to/file}}', or nothing behind the colon");
        }
    }

    private static void CheckPython(TrollflowOptions options, OptionReport report)
    {
        if (options.Python.Count == 0 || options.Python[0].Length == 0)
            report.Error("python", "there is no program in it", "write 'python: [/usr/bin/python3]', or leave it out");
    }
}
