using Windrow.Core.Chains;
using Windrow.Core.Configuration;
using Windrow.Core.Errors;
using Windrow.Core.Expectations;
using Windrow.Core.Filters;
using Windrow.Core.Messages;
using Windrow.Core.Plans;
using Windrow.Core.PlugIns;
using Windrow.Core.PlugIns.Null;
using Windrow.Core.PlugIns.Select;
using Windrow.Core.PlugIns.Submit;
using Windrow.Core.Resources;
using Windrow.Core.Stages;

namespace Windrow.Core.Flows;

/// <summary>Turns one plan of a flow file into a definition.</summary>
internal sealed class PlanReader(PlugInCatalog plugIns, DiagnosticBag diagnostics, PlugInContext flow, FlowSettings settings)
{
    /// <summary>What every action may have beside its own options.</summary>
    public static readonly string[] KeysOfActions = ["type", "stage", "enable", "name", "on-error", "resources"];

    // The stage of the plan behind which several hosts work.
    private (string Name, MappingNode Action)? _remote;

    /// <summary>Whether several processes work on the flow, over one database.</summary>
    public bool IsStateShared { get; init; }

    /// <returns>Null when the plan is wrong or disabled.</returns>
    public PlanDefinition? Read(MappingNode node, int number)
    {
        _remote = null;
        var before = diagnostics.ErrorCount;
        var options = PlanOptions.Set.Bind(node, diagnostics, new BindSettings { Dialect = flow.Dialect });
        var name = options.Name ?? string.Create(System.Globalization.CultureInfo.InvariantCulture, $"plan-{number}");
        var expectations = ExpectationReader.Read(options.Expect, name, flow.Directory, diagnostics);
        var onError = options.OnError is null ? FailurePolicy.Default : FailureOptions.Read(options.OnError, diagnostics);
        if (options.Actions is not SequenceNode list)
        {
            if (options.Actions is { } wrong)
                diagnostics.Error(Rules.WrongType, wrong, $"'actions' is a list, this is {wrong.Describe()}", "write one '- type: …' for each action");
            return null;
        }

        var filters = new List<Filter>();
        var actions = new List<ActionDefinition>();
        var sinks = new List<ActionDefinition>();
        if (options.After.Count > 0)
            ReadAfter(options, node, name, filters, actions);
        else if (options.Join is { } join)
            diagnostics.Error(Rules.ChainOfPlans, join, "there is nothing to join: 'after' names no plan", "name the plans in 'after', or leave 'join' out");
        for (var i = 0; i < list.Items.Count; i++)
            ReadAction(list.Items[i], name, i + 1, filters, actions, sinks);
        CheckEnd(node, list, name, actions, sinks);
        if (diagnostics.ErrorCount > before || !options.Enable)
            return null;

        // Several sinks need something in front that hands each its copy.
        if (actions.Count == 0 && sinks.Count > 1)
            actions.Add(new ActionDefinition("pass", 0, null, node.Location, static () => new PassAction()));
        var filter = filters.Count == 1 ? filters[0] : new And([.. filters]);
        return new PlanDefinition(name, filter, actions, sinks, options.Retry.ToPolicy(), Canonical(node), node.Location)
        {
            Takes = options.After.Count > 0 ? PlanInput.Submissions : options.Takes,
            After = options.After,
            Expectations = expectations,
            OnError = onError!,
        };
    }

    private static string Canonical(MappingNode node) => ConfigWriter.Write(
        node["expect"] is null ? node : new MappingNode(node.Entries.Where(static entry => entry.Name != "expect"), node.Location, node.Tag));

    private void ReadAction(ConfigNode item, string plan, int number, List<Filter> filters, List<ActionDefinition> actions, List<ActionDefinition> sinks)
    {
        if (item is not MappingNode node)
        {
            diagnostics.Error(Rules.WrongType, item, $"an action is a mapping, this is {item.Describe()}", "write '- type: …'");
            return;
        }

        PassOn(actions, sinks);
        if (sinks.Count > 0)
            diagnostics.Error(Rules.AfterSink, node, $"no message reaches this action: action {number - 1} of plan '{plan}' is a sink", "remove it, or put it in front of the sink; behind the sink 'file' alone a plan may go on");
        if (TypeOf(node, "action") is not { } type)
            return;
        if (type.Text == "sink")
        {
            ReadSinks(node, plan, number, sinks);
            return;
        }

        if (Define(node, type, plan, number) is not { IsEnabled: true } action)
            return;
        if (action.Filter is { } filter && actions.Count == 0 && action.Definition.Stage is null)
            filters.Add(filter);
        else if (action.IsTerminal)
            sinks.Add(action.Definition);
        else
            actions.Add(action.Definition);
    }

    // multio's `sink`: a list of sinks, every one of which gets the message.
    private void ReadSinks(MappingNode node, string plan, int number, List<ActionDefinition> sinks)
    {
        var errors = diagnostics.ErrorCount;
        var options = SinkListOptions.Set.Bind(node, diagnostics, new BindSettings { Dialect = flow.Dialect, AlsoKnown = KeysOfActions });
        ReadSinks(options.Sinks, "sinks", plan, number, sinks);
        ReadSinks(options.Triggers, "triggers", plan, number, sinks);

        // With all of them switched off, the plan takes its messages and does nothing with them.
        if (sinks.Count == 0 && options.Sinks is not null && diagnostics.ErrorCount == errors)
            sinks.Add(new ActionDefinition("null", number, null, node.Location, static () => new NullSink()));
        if (node["on-error"] is not { } policy || FailureOptions.Read(policy, diagnostics) is not { } onError)
            return;
        for (var i = 0; i < sinks.Count; i++)
            sinks[i] = sinks[i] with { OnError = sinks[i].OnError ?? onError };
    }

    private void ReadSinks(ConfigNode? node, string option, string plan, int number, List<ActionDefinition> sinks)
    {
        if (node is null)
            return;
        if (node is not SequenceNode list)
        {
            diagnostics.Error(Rules.WrongType, node, $"'{option}' is a list, this is {node.Describe()}", "write one '- type: …' for each");
            return;
        }

        foreach (var item in list.Items)
        {
            if (item is not MappingNode sink)
            {
                diagnostics.Error(Rules.WrongType, item, $"a sink is a mapping, this is {item.Describe()}", "write '- type: …'");
                continue;
            }

            if (TypeOf(sink, "sink") is not { } type || Define(sink, type, plan, number) is not { } action)
                continue;
            if (!action.IsTerminal)
                diagnostics.Error(Rules.UnknownPlugIn, type, $"'{type.Text}' is an action, not a sink", $"put it in front of the sink; sinks are: {string.Join(", ", plugIns.NamesOf(PlugInKind.Sink))}");
            else if (action.IsEnabled)
                sinks.Add(action.Definition with { Type = sinks.Count == 0 && list.Items.Count == 1 ? type.Text : $"{type.Text}[{sinks.Count}]" });
        }
    }

    private (ActionDefinition Definition, Filter? Filter, bool IsTerminal, bool IsEnabled)? Define(MappingNode node, ScalarNode type, string plan, int number)
    {
        if (!plugIns.TryGetAction(type.Text, out var plugIn))
        {
            var names = plugIns.NamesOf(PlugInKind.Action, PlugInKind.Sink).Append("sink").ToList();
            diagnostics.Error(Rules.UnknownPlugIn, type, $"there is no action or sink named '{type.Text}'{Suggestion.Clause(type.Text, names)}", $"there are: {string.Join(", ", names)}");
            return null;
        }

        var stage = ReadStage(node, string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{plan}/{number}:{plugIn.Name}"));
        var isEnabled = node["enable"] is not ScalarNode { AsBoolean: false };
        var where = string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{plan}/{number}:{plugIn.Name}");
        if (plugIn.Bind(node, flow with { Where = where }, KeysOfActions) is not { } create)
            return null;
        var definition = new ActionDefinition(plugIn.Name, number, stage, node.Location, () => (PlanAction)create())
        {
            Declaration = ConfigWriter.Write(node),
            Name = (node["name"] as ScalarNode)?.Text,
            IsOutside = plugIn.IsOutside,
            PlugIn = plugIn.Origin,
            OnError = node["on-error"] is { } onError ? FailureOptions.Read(onError, diagnostics) : null,
        };
        if (node["resources"] is { } resources)
            definition = definition with { Resources = ResourceDemand.Read(resources, settings.Resources, diagnostics) };
        if (TryCreate(definition, node) is not { } sample)
            return null;
        CheckState(definition, sample, node);
        if (sample is SubmitSink submit)
            definition = definition with { SubmitsTo = submit.Plans };
        else if (sample.PassesOn)
            definition = definition with { PassesOn = true };
        if (stage is { Workers: > 1 } && !sample.IsConcurrent)
            diagnostics.Error(Rules.SharedAction, node["stage"]!, $"'{plugIn.Name}' allows one worker, {stage.Workers} are configured", "leave 'workers' out");
        return (definition, (sample as SelectAction)?.Filter, sample.IsTerminal, isEnabled);
    }

    // An action opens the files that it needs, such as a template, when it is made.
    private PlanAction? TryCreate(ActionDefinition definition, MappingNode node)
    {
        try
        {
            return definition.Create();
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            diagnostics.Error(Rules.MissingFile, node, $"'{definition.Type}' lacks a file: {exception.Message.TrimEnd('.')}", $"correct the path; it is relative to {(flow.Dialect == ConfigDialect.Multio ? "the current directory" : "the directory of the flow file")}");
            return null;
        }
    }

    private StageOptions? ReadStage(MappingNode node, string where)
    {
        switch (node["stage"])
        {
            case null:
                return null;
            case MappingNode mapping:
                var stage = StageOptions.Set.Bind(mapping, diagnostics);
                if (settings.State == "none" && QueueCapabilities.Of(stage.Queue) is { NeedsState: true } kind)
                    diagnostics.Error(Rules.QueueCannot, mapping["queue"] ?? mapping, $"a queue of the kind '{kind.Name}' needs the flow's state, and the flow keeps none", "leave 'settings.state: none' out, or write 'queue: memory'");
                ReadBroker(stage, mapping, where);
                return stage;
            case var other:
                diagnostics.Error(Rules.WrongType, other, $"'stage' is a mapping, this is {other.Describe()}", "write 'stage: {workers: 2, key: [param]}'");
                return null;
        }
    }

    private void ReadBroker(StageOptions stage, MappingNode mapping, string where)
    {
        if (stage.Queue is QueueKind.Memory or QueueKind.Durable)
        {
            if (stage.Broker is not null)
                diagnostics.Error(Rules.QueueCannot, stage.Broker, $"a queue of the kind '{QueueCapabilities.Of(stage.Queue).Name}' has no broker", "write 'queue: amqp', or leave 'broker' out");
            return;
        }

        var name = QueueCapabilities.Of(stage.Queue).Name;
        if (plugIns.FindQueues(stage.Queue) is not { } provider)
            diagnostics.Error(Rules.QueueCannot, mapping["queue"] ?? mapping, $"this program has no queues of the kind '{name}'", "write 'queue: durable'");
        else if (stage.Broker is not MappingNode broker)
            diagnostics.Error(Rules.QueueCannot, stage.Broker ?? mapping, $"a queue of the kind '{name}' is on a broker, and none is named", "write for example broker: {uri: \"amqp://host/vhost\", name: forecast.render}");
        else
            stage.Remote = provider.Bind(broker, stage, flow with { Where = where });
    }

    // What an action gathers is kept in the state of one host, and the next message of its key may go to another.
    private void CheckState(ActionDefinition definition, PlanAction sample, MappingNode node)
    {
        if (definition.Stage is { Queue: not (QueueKind.Memory or QueueKind.Durable) } stage)
            _remote = (QueueCapabilities.Of(stage.Queue).Name, node);
        if (sample.SharesState == true && !IsStateShared)
            diagnostics.Error(Rules.OptionCheck, node["shared"] ?? node, $"'{definition.Type}' is to gather for all processes of the flow, and they have nothing in common", "put the state into a database ('settings.state: postgres://…') and give each process an instance (--instance), or leave 'shared' out");
        if (_remote is { } remote && sample.Checkpoints && !(IsStateShared && sample.SharesState != false))
            diagnostics.Error(Rules.QueueCannot, node, $"'{definition.Type}' gathers messages in the flow's own state, and behind a queue of the kind '{remote.Name}' those of one set may go to several hosts", sample.SharesState is null ? "put the state into a database ('settings.state: postgres://…') and give each process an instance (--instance), put it in front of that stage, or write 'queue: durable'" : "put it in front of that stage, or write 'queue: durable'");
    }

    private void CheckEnd(MappingNode node, SequenceNode list, string plan, List<ActionDefinition> actions, List<ActionDefinition> sinks)
    {
        if (sinks.Count > 0 || diagnostics.HasErrors)
            return;
        var last = list.Items.Count == 0 ? node : list.Items[^1];
        diagnostics.Error(
            Rules.NoSink, last, $"plan '{plan}' ends without a sink, so it would have no effect", $"end it in one of: {string.Join(", ", plugIns.NamesOf(PlugInKind.Sink))}");
    }

    // A sink of the last item is none when something follows, if it passes on what it has written.
    private static void PassOn(List<ActionDefinition> actions, List<ActionDefinition> sinks)
    {
        if (sinks is not [{ PassesOn: true } only])
            return;
        actions.Add(only);
        sinks.Clear();
    }

    // What comes from several plans is joined by the collections that a flow has anyway: a set of one member from each of them.
    private void ReadAfter(PlanOptions options, MappingNode node, string plan, List<Filter> filters, List<ActionDefinition> actions)
    {
        if (options.Takes != PlanInput.Messages)
            diagnostics.Error(Rules.ChainOfPlans, node["takes"]!, "a plan with 'after' takes what those plans hand back, and nothing else", "leave 'takes' out");
        filters.Add(new In(new Property(ChainKeys.SubmittedBy), [.. options.After.Select(static name => MetadataValue.Of(name))]));
        if (options.Join is not { } join)
            return;
        if (options.After.Count == 1)
            diagnostics.Error(Rules.ChainOfPlans, join, "there is nothing to join: 'after' names one plan", "name the others in 'after', or leave 'join' out");
        if (JoinBy.Collect(join, options.After) is not { } collect)
            diagnostics.Error(Rules.WrongType, join, $"'join' is a list of metadata keys, or a mapping, this is {join.Describe()}", "write 'join: [datasetId]' or 'join: {key: [datasetId], deadline: 6h}'");
        else if (Define(collect, ScalarNode.Of("collect", join.Location), plan, 0) is { } action)
            actions.Add(action.Definition);
    }

    private ScalarNode? TypeOf(MappingNode node, string what)
    {
        // A bare `null` is YAML's word for nothing and multio's name for the sink that swallows everything.
        if (node["type"] is ScalarNode type)
            return type.IsNull ? ScalarNode.Of("null", type.Location) : type;
        diagnostics.Error(Rules.MissingType, node, $"this {what} has no 'type'", $"write 'type:' and the name of a plug-in; `windrow plugins list` shows them");
        return null;
    }
}
