using Windrow.Core;
using Windrow.Core.Configuration;

namespace Windrow.Fields.PlanFiles;

/// <summary>The triggers that the environment variable <c>MULTIO_CONFIG_TRIGGERS</c> adds to every sink action: YAML text with <c>triggers</c>.</summary>
internal static class EnvironmentTriggers
{
    private const string Variable = "MULTIO_CONFIG_TRIGGERS";

    public static IReadOnlyList<ConfigNode> Read(EngineServices services, DiagnosticBag diagnostics)
    {
        if (services.Environment(Variable) is not { Length: > 0 } content)
            return [];
        switch (PlanFileText.Of(null, services, diagnostics).Read(content, Variable))
        {
            case MappingNode mapping when mapping["triggers"] is { } triggers:
                return Nodes.Items(triggers, "triggers", diagnostics);
            case SequenceNode list:
                return list.Items;
            case { } other:
                diagnostics.Error(Rules.WrongType, other, $"{Variable} holds no 'triggers'", "set it to 'triggers: [{type: MetadataChange, …}]'");
                break;
        }

        return [];
    }
}
