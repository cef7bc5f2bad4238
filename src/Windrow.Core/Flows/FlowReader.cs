using Windrow.Core.Chains;
using Windrow.Core.Configuration;
using Windrow.Core.Expectations;
using Windrow.Core.Flows.Testing;
using Windrow.Core.Plans;
using Windrow.Core.PlugIns;
using Windrow.Core.Routing;
using Windrow.Core.Sources;
using Windrow.Core.State;

namespace Windrow.Core.Flows;

/// <summary>
/// Turns a flow file into a definition. Everything that is wrong is reported together, and nothing is started: what a
/// run would refuse is refused here.
/// </summary>
/// <param name="dialect">Whose words the options of plug-ins are written in: what a peer tolerates is a warning.</param>
public sealed class FlowReader(PlugInCatalog plugIns, EngineServices services, DiagnosticBag diagnostics, ConfigDialect dialect = ConfigDialect.Native)
{
    private static readonly string[] KeysOfSources = ["type", "name"];

    /// <summary>Where the flow is to work instead of where it says, for tests.</summary>
    public Sandbox? Sandbox { get; init; }

    /// <summary>Reads a flow.</summary>
    /// <param name="root">The file's content.</param>
    /// <param name="file">Its path; relative paths in the flow are relative to its directory.</param>
    /// <returns>Null when there are errors.</returns>
    public FlowDefinition? Read(ConfigNode root, string file)
    {
        if (root is not MappingNode mapping)
        {
            diagnostics.Error(Rules.NotAFlow, root, $"a flow file is a mapping, this is {root.Describe()}", "begin with 'plans:'");
            return null;
        }

        var options = FlowOptions.Set.Bind(mapping, diagnostics, new BindSettings { AlsoKnown = ["$schema"] });
        if ((options.Include ?? options.Overlay) is { } composed)
            diagnostics.Error(Rules.NotInFragment, composed, "other files are named where nobody follows them", "name the flow by its file");
        var name = options.Name ?? Path.GetFileNameWithoutExtension(file);
        var directory = Path.GetDirectoryName(Path.GetFullPath(file))!;
        var context = new PlugInContext(services, diagnostics, dialect, directory, "", plugIns.Readers, options.StrictMultio) { Flow = name, Sandbox = Sandbox };
        var sources = ReadSources(options.Sources, context);
        var plans = ReadPlans(options.Plans, context, options.Settings);
        if (diagnostics.HasErrors)
            return null;
        new TestChecker(sources, plans, context).Check(options.Tests);
        if (diagnostics.HasErrors)
            return null;
        if (plans.Exists(static plan => plan.Expectations.Count > 0))
            sources.Add(ExpectationSource.Definition);
        else if (plans.Find(static plan => plan.Takes == PlanInput.Notifications) is { } deaf)
            diagnostics.Warning(Rules.NobodyNotified, deaf.Location, $"plan '{deaf.Name}' takes notifications, and no plan expects anything", "write 'expect: {every: 15min, within: 8min}' or the like into a plan");
        ReportUnindexed([.. plans.Where(static plan => plan.Takes != PlanInput.Notifications)]);
        var state = new StateSetting(options.Settings, name, context).Read(mapping);
        return diagnostics.HasErrors ? null : new FlowDefinition(name, directory, sources, plans, options.Settings)
        {
            State = state,
            Formats = plugIns.Formats,
            Tests = options.Tests,
        };
    }

    /// <summary>Reads where a flow keeps its state, and nothing else of it.</summary>
    /// <inheritdoc cref="Read" path="/param"/>
    /// <returns>Null: it keeps none, or there are errors.</returns>
    public StateLocation? ReadState(ConfigNode root, string file)
    {
        if (root is not MappingNode mapping)
            return null;
        var options = FlowOptions.Set.Bind(mapping, diagnostics, new BindSettings { AlsoKnown = ["$schema"] });
        var name = options.Name ?? Path.GetFileNameWithoutExtension(file);
        var context = new PlugInContext(services, diagnostics, dialect, Path.GetDirectoryName(Path.GetFullPath(file))!, "", plugIns.Readers, options.StrictMultio) { Flow = name };
        return new StateSetting(options.Settings, name, context).Read(mapping);
    }

    private List<SourceDefinition> ReadSources(ConfigNode? node, PlugInContext context)
    {
        var sources = new List<SourceDefinition>();
        var names = new HashSet<string>(StringComparer.Ordinal);
        foreach (var mapping in Items(node, "sources"))
        {
            var type = ReadType(mapping, "source");
            if (type is null)
                continue;
            if (!plugIns.TryGetSource(type.Text, out var plugIn))
            {
                ReportUnknown(type, "source", plugIns.NamesOf(PlugInKind.Source));
                continue;
            }

            var name = (mapping["name"] as ScalarNode)?.Text ?? plugIn.Name;
            if (!names.Add(name))
                diagnostics.Error(Rules.DuplicateName, mapping["name"] ?? mapping, $"there is another source named '{name}'", "give each source a 'name' of its own");
            if (plugIn.Bind(mapping, context with { Where = name }, KeysOfSources) is { } create)
                sources.Add(new SourceDefinition(name, plugIn.Name, ConfigWriter.Write(mapping), mapping.Location, () => (Source)create()) { IsOutside = plugIn.IsOutside });
        }

        return sources;
    }

    private List<PlanDefinition> ReadPlans(ConfigNode? node, PlugInContext context, FlowSettings settings)
    {
        var plans = new List<(MappingNode Node, PlanDefinition Plan)>();
        var names = new HashSet<string>(StringComparer.Ordinal);
        var reader = new PlanReader(plugIns, diagnostics, context, settings) { IsStateShared = new StateSetting(settings, "", context).IsShared };
        var number = 0;
        foreach (var mapping in Items(node, "plans"))
        {
            number++;
            var errors = diagnostics.ErrorCount;
            var plan = reader.Read(mapping, number);

            // A plan that is wrong has its name all the same; one that is not enabled has none.
            var name = plan?.Name ?? (diagnostics.ErrorCount > errors ? (mapping["name"] as ScalarNode)?.Text : null);
            if (name is not null && !names.Add(name))
                diagnostics.Error(Rules.DuplicateName, mapping["name"] ?? mapping, $"there is another plan named '{name}'", "give each plan a name of its own");
            if (plan is not null)
                plans.Add((mapping, plan));
        }

        if (!diagnostics.HasErrors)
            new ChainChecker(diagnostics, settings).Check(plans);

        if (plans.Count == 0 && node is not null && !diagnostics.HasErrors)
            diagnostics.Warning(Rules.Nothing, node, "no plan is enabled, so every message is unmatched");
        return [.. plans.Select(static each => each.Plan)];
    }

    private IEnumerable<MappingNode> Items(ConfigNode? node, string what)
    {
        if (node is null or ScalarNode { IsNull: true })
            yield break;
        if (node is not SequenceNode list)
        {
            diagnostics.Error(Rules.WrongType, node, $"'{what}' is a list, this is {node.Describe()}", $"write '{what}:' and below it one '- …' for each");
            yield break;
        }

        foreach (var item in list.Items)
        {
            if (item is MappingNode mapping)
                yield return mapping;
            else
                diagnostics.Error(Rules.WrongType, item, $"each of the '{what}' is a mapping, this is {item.Describe()}");
        }
    }

    private ScalarNode? ReadType(MappingNode mapping, string what)
    {
        if (mapping["type"] is ScalarNode { IsNull: false } type)
            return type;
        diagnostics.Error(Rules.MissingType, mapping, $"this {what} has no 'type'", $"write 'type:' and the name of a {what} plug-in");
        return null;
    }

    private void ReportUnknown(ScalarNode type, string what, IEnumerable<string> names) => diagnostics.Error(
        Rules.UnknownPlugIn, type, $"there is no {what} plug-in named '{type.Text}'{Suggestion.Clause(type.Text, names)}", $"there are: {string.Join(", ", names)}");

    private void ReportUnindexed(IReadOnlyList<PlanDefinition> plans)
    {
        var router = Router.Build(plans.Select(static (plan, index) => new RoutedPlan(index, plan.Filter)));
        foreach (var unindexed in router.Unindexed)
            diagnostics.Warning(Rules.Unindexed, plans[unindexed.Plan].Location, $"plan '{plans[unindexed.Plan].Name}' is asked about every message: {unindexed.Reason}");
    }
}
