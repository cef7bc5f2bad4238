using System.Text.Json;
using Windrow.Core.Configuration;
using Windrow.Core.Messages;

namespace Windrow.Events.Route;

/// <summary>Where a rule sends a message: a name, and what goes along with it.</summary>
internal sealed class RouteTarget
{
    private readonly ComposedValue _name;
    private readonly ComposedValue? _parameters;

    private RouteTarget(ComposedValue name, ComposedValue? parameters) => (_name, _parameters) = (name, parameters);

    /// <summary>Reads one target or a list of them: <c>to: name</c>, <c>to: [a, b]</c>, <c>to: [{target: a, parameters: {key: value}}]</c>.</summary>
    /// <returns>None when something is wrong; then the diagnostics say what.</returns>
    public static RouteTarget[] ReadAll(ConfigNode node, DiagnosticBag diagnostics)
    {
        var items = node is SequenceNode list ? list.Items : [node];
        var targets = new List<RouteTarget>(items.Count);
        foreach (var item in items)
        {
            if (Read(item, diagnostics) is { } target)
                targets.Add(target);
        }

        if (items.Count == 0)
            diagnostics.Error(Rules.OptionCheck, node, "a rule without a target", "write 'to: name'");
        return [.. targets];
    }

    /// <summary>Writes the JSON Schema of what is read here, as the members of an object.</summary>
    public static void WriteSchema(Utf8JsonWriter writer)
    {
        const string Target = """{"anyOf": [{"type": "string"}, {"type": "object", "properties": {"target": {"type": "string"}, "parameters": {"type": "object"}}, "required": ["target"], "additionalProperties": false}]}""";
        writer.WritePropertyName("anyOf");
        writer.WriteRawValue($$"""[{{Target}}, {"type": "array", "minItems": 1, "items": {{Target}}}]""");
    }

    public bool HasParameters => _parameters is not null;

    /// <exception cref="Core.Patterns.PatternException">The message lacks what a text is composed of.</exception>
    public void AddTo(MetadataBuilder builder, Metadata metadata)
    {
        builder.Set("target", _name.Of(metadata));
        if (_parameters is not null)
            builder.Set("parameters", _parameters.Of(metadata));
    }

    private static RouteTarget? Read(ConfigNode node, DiagnosticBag diagnostics)
    {
        if (node is ScalarNode { IsNull: false } name)
            return Make(name, null, diagnostics);
        if (node is not MappingNode mapping)
        {
            diagnostics.Error(Rules.WrongType, node, $"a target is a name or a mapping, this is {node.Describe()}", "write 'to: name', or 'to: [{target: name, parameters: {key: value}}]'");
            return null;
        }

        foreach (var entry in mapping.Entries)
        {
            if (entry.Name is not ("target" or "parameters"))
                diagnostics.Error(Rules.UnknownOption, entry.Key, $"a target has no '{entry.Name}'", "there are 'target' and 'parameters'");
        }

        if (mapping["parameters"] is { } other and not MappingNode)
            diagnostics.Error(Rules.WrongType, other, $"'parameters' is a mapping, this is {other.Describe()}", "write 'parameters: {key: value}'");
        if (mapping["target"] is ScalarNode { IsNull: false } target)
            return Make(target, mapping["parameters"], diagnostics);
        diagnostics.Error(Rules.MissingOption, mapping, "this target has no name", "add 'target: name'");
        return null;
    }

    private static RouteTarget? Make(ScalarNode name, ConfigNode? parameters, DiagnosticBag diagnostics)
    {
        var errors = diagnostics.ErrorCount;
        var target = new RouteTarget(ComposedValue.Read(name, diagnostics), parameters is null ? null : ComposedValue.Read(parameters, diagnostics));
        return diagnostics.ErrorCount == errors ? target : null;
    }
}
