using Windrow.Core.Configuration;

namespace Windrow.Core.Resources;

/// <summary>What an action needs while it works on one message: its <c>resources</c>, or what its plug-in says of itself.</summary>
public sealed class ResourceDemand
{
    public static readonly OptionSet<ResourceDemand> Set = new OptionSet<ResourceDemand>("resources of an action")
        .ByteSize("memory", static o => o.Memory, static (o, v) => o.Memory = v, "The most memory that the action needs for one message, wherever it is: in this process or in those that it starts. It is taken from 'settings.resources.memory' meanwhile.", min: 1, example: "2GiB")
        .Text("class", static o => o.Class, static (o, v) => o.Class = v, "One of 'settings.resources.classes': how much work of it is done at the same time.", example: "render");

    /// <summary>Bytes; null: what the plug-in says for each message, if it does.</summary>
    public long? Memory { get; set; }

    public string? Class { get; set; }

    /// <summary>Reads the <c>resources</c> of an action against what the flow has; null when they are wrong, which is reported.</summary>
    internal static ResourceDemand? Read(ConfigNode node, ResourceSettings flow, DiagnosticBag diagnostics)
    {
        if (node is not MappingNode mapping)
        {
            diagnostics.Error(Rules.WrongType, node, $"'resources' is a mapping, this is {node.Describe()}", "write for example resources: {memory: 2GiB, class: render}");
            return null;
        }

        var errors = diagnostics.ErrorCount;
        var demand = Set.Bind(mapping, diagnostics);
        if (diagnostics.ErrorCount > errors)
            return null;
        if (demand.Memory is { } memory && flow.Memory is null)
        {
            diagnostics.Warning(Rules.NoBudget, mapping["memory"]!, "the flow has no budget of memory, so this limits nothing", "write 'settings: {resources: {memory: 16GiB}}'");
        }
        else if (demand.Memory > flow.Memory)
        {
            diagnostics.Error(
                Rules.BeyondBudget, mapping["memory"]!, $"this needs {ByteSizeText.Format(demand.Memory.Value)}, and the whole flow has {ByteSizeText.Format(flow.Memory!.Value)}: it would wait for ever",
                "raise 'settings.resources.memory'");
        }

        if (demand.Class is { } name && !flow.Classes.ContainsKey(name))
        {
            diagnostics.Error(
                Rules.UnknownClass, mapping["class"]!, $"the flow has no class '{name}'{Suggestion.Clause(name, flow.Classes.Keys)}",
                $"write 'settings: {{resources: {{classes: {{{name}: 2}}}}}}', with how much of it is done at the same time");
        }

        return diagnostics.ErrorCount > errors ? null : demand;
    }
}
