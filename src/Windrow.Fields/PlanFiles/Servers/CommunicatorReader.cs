using System.Globalization;
using Windrow.Core.Configuration;

namespace Windrow.Fields.PlanFiles.Servers;

/// <summary>Reads the section <c>mpi-communicators</c>.</summary>
internal sealed class CommunicatorReader(DiagnosticBag diagnostics)
{
    private static readonly string[] Keys = ["type", "default", "parent", "color"];

    public IReadOnlyList<CommunicatorSettings> Read(ConfigNode? node)
    {
        if (node is null)
            return [];
        if (node is not MappingNode mapping)
        {
            diagnostics.Error(Rules.WrongType, node, $"'{TopLevel.Communicators}' is a mapping, this is {node.Describe()}", "write below it 'name: {type: split, parent: world, color: 777}'");
            return [];
        }

        return [.. mapping.Entries.Select(Read).OfType<CommunicatorSettings>()];
    }

    private CommunicatorSettings? Read(ConfigEntry entry)
    {
        if (entry.Value is not MappingNode node)
        {
            diagnostics.Error(Rules.WrongType, entry.Value, $"the communicator '{entry.Name}' is a mapping, this is {entry.Value.Describe()}", "write '{type: split, parent: world, color: 777}'");
            return null;
        }

        Nodes.CheckKeys(node, "a communicator", Keys, [], diagnostics);
        var type = (node["type"] as ScalarNode)?.Text;
        if (type is not (null or "passed" or "split"))
            diagnostics.Error(Rules.UnknownChoice, node["type"]!, $"there is no communicator of type '{type}'", "write passed or split");
        int? color = null;
        if (node["color"] is { } written)
        {
            if (written is ScalarNode scalar && int.TryParse(scalar.Text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number))
                color = number;
            else
                diagnostics.Error(Rules.WrongType, written, $"'color' needs a whole number, not {written.Describe()}");
        }

        return new CommunicatorSettings(entry.Name, type == "split" || (type is null && (node["parent"] ?? node["color"]) is not null), (node["default"] as ScalarNode)?.Text, (node["parent"] as ScalarNode)?.Text, color);
    }
}
