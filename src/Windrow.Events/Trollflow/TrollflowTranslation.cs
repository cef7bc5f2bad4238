using Windrow.Core.Configuration;
using static Windrow.Events.Trollflow.TrollflowNodes;

namespace Windrow.Events.Trollflow;

/// <summary>
/// Makes a flow of a configuration of trollflow: its first daemon is the source, every other item an action in a process of its own, and the queues between
/// them are those of the engine.
/// </summary>
internal sealed class TrollflowTranslation(MappingNode root, bool isToRun, DiagnosticBag diagnostics)
{
    private static readonly string[] Known = ["config", "work", "Workflow", "global_config"];

    private readonly TrollflowItems _items = new(isToRun, diagnostics);
    private readonly MappingNode _config = Config(root["config"]);

    public MappingNode Flow(string name)
    {
        foreach (var entry in root.Entries.Where(static entry => !Known.Contains(entry.Name)))
            diagnostics.Warning(Rules.UnknownOption, entry.Key, $"'{entry.Name}' has no effect: it is nothing that trollflow has{Suggestion.Clause(entry.Name, Known)}", $"remove it; there are: {string.Join(", ", Known)}");
        if (_config.Has("log_config"))
            diagnostics.Warning(Rules.UnknownOption, _config["log_config"]!, "'log_config' has no effect: what components log goes to Windrow's log", "leave it out");
        var (source, actions) = root["work"] is { } work ? Chain(_items.Read(work)) : Single();
        return Map(root, Entry("flow", name, root), new ConfigEntry(Text("sources", root), List(root, source)), new ConfigEntry(Text("plans", root), List(root, Map(root, Entry("name", "work", root), new ConfigEntry(Text("actions", root), List(root, actions))))));
    }

    // As a list of mappings, too, for its anchors alone.
    private static MappingNode Config(ConfigNode? node) => node switch
    {
        MappingNode mapping => mapping,
        SequenceNode list => new MappingNode(list.Items.OfType<MappingNode>().SelectMany(static item => item.Entries).DistinctBy(static entry => entry.Name), list.Location),
        _ => new MappingNode([]),
    };

    // A file that begins with `Workflow` runs once, and its options are places for data.
    private (MappingNode Source, List<ConfigNode> Actions) Single()
    {
        var components = _items.Components(root["Workflow"], root);
        var item = new TrollflowItem("workflow", IsDaemon: false, components, root["global_config"], root["Workflow"]!);
        return (Map(root, Entry("type", "trollflow", root)), [.. Actions(item, null, isLast: true, Flag("slots", root)), Map(root, Entry("type", "null", root))]);
    }

    private (MappingNode Source, List<ConfigNode> Actions) Chain(IReadOnlyList<TrollflowItem> items)
    {
        if (items.Count == 0)
            return (Map(root), []);
        var first = items[0];
        if (!first.IsDaemon)
            diagnostics.Error(Rules.Nothing, first.At, $"nothing brings anything to '{first.Name}', as nothing stands before it", "begin 'work' with a daemon that has an output queue, such as !!python/object:posttroll.listener.ListenerContainer");
        foreach (var item in items.Skip(1).Where(static item => item.IsListener))
            diagnostics.Error(Rules.OptionCheck, item.At, $"'{item.Name}' takes nothing of what comes before it", "put it at the beginning of 'work'");
        foreach (var item in items.SkipLast(1).Where(static item => item.IsPublisher))
            diagnostics.Error(Rules.OptionCheck, item.At, $"nothing comes out of '{item.Name}'", "put it at the end of 'work'");
        var actions = new List<ConfigNode>();
        for (var i = 1; i < items.Count; i++)
        {
            // From here on nothing is lost; the queues behind it are in memory, as a message is kept here until all is done with it.
            ConfigEntry[] more = i == 1 ? [new ConfigEntry(Text("stage", items[i].At), Map(items[i].At, Entry("queue", "durable", items[i].At)))] : [];
            actions.AddRange(Actions(items[i], items[i - 1], i == items.Count - 1, more));
        }

        if (!items[^1].IsPublisher)
            actions.Add(Map(root, Entry("type", "null", root)));
        return (Source(first), actions);
    }

    private MappingNode Source(TrollflowItem item)
    {
        var (daemon, at) = (item.Classes[^1], item.At);
        if (item.IsListener)
            return ListenerNodes.Source(daemon, diagnostics);
        return daemon.IsPython
            ? Map(at, [Entry("type", "trollflow", at), Class("daemon", daemon), Entry("lock", item.Name, at), .. Environment(at)])
            : Map(at, Entry("type", "trollflow", at)); // which is told, and never run
    }

    private IEnumerable<ConfigNode> Actions(TrollflowItem item, TrollflowItem? before, bool isLast, params ConfigEntry[] more)
    {
        var at = item.At;
        var last = isLast ? [Flag("last", at)] : Array.Empty<ConfigEntry>();
        ConfigEntry[] locks = before is null ? [] : [Entry("lock", item.Name, at), Entry("previous-lock", before.Name, at)];
        ConfigEntry[] common = [Entry("name", item.Name, at), .. more, .. locks, .. last, .. Environment(at)];
        if (item.IsPublisher)
            return PublisherNodes.Sink(item.Classes[0], item.Name, more, diagnostics);
        if (item.IsDaemon && item.Classes[0].IsPython)
            return [Map(at, [Entry("type", "trollflow", at), Class("daemon", item.Classes[0]), .. common])];
        if (item.Classes.Count > 0 && item.Classes.All(static each => each.IsPython))
        {
            ConfigEntry[] global = item.GlobalConfig is null or ScalarNode { IsNull: true } ? [] : [Entry("global-config", item.GlobalConfig)];
            ConfigEntry[] collect = _config.IsTrue("force_gc") ? [Flag("collect-garbage", at)] : [];
            return [Map(at, [Entry("type", "trollflow", at), new ConfigEntry(Text("components", at), List(at, item.Classes.Select(Component))), .. common, .. global, .. collect])];
        }

        return item.Classes.Select(Later);
    }

    private IEnumerable<ConfigEntry> Environment(ConfigNode at) =>
        _config.IsTrue("use_utc") ? [new ConfigEntry(Text("environment", at), Map(at, Entry("TZ", "UTC", at)))] : [];

    private static ConfigEntry Class(string key, TrollflowClass named) => new(Text(key, named.At), Component(named));

    private static MappingNode Component(TrollflowClass named) => Map(named.At, new ConfigEntry(Text(named.Name, named.At), Options(named)));

    private static MappingNode Options(TrollflowClass named) => named.Options is null ? Map(named.At) : Map(named.Options, named.Options.Entries);

    private static MappingNode Later(TrollflowClass named) => named.IsPython
        ? Map(named.At, Entry("type", "trollflow", named.At), new ConfigEntry(Text("components", named.At), List(named.At, Component(named))))
        : Map(named.At, Entry("type", named.Known!.PlugIn, named.At), Entry("class", named.Name, named.At), new ConfigEntry(Text("options", named.At), Options(named)));
}
