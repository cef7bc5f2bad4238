using Windrow.Core.Configuration;
using Windrow.Maps.Definitions.Reading;

namespace Windrow.Maps.Definitions.Steps;

/// <summary>Reads the keys that steps of recipes and of flavours have in common.</summary>
internal static class StepReader
{
    /// <summary>A step of a recipe; null when it is refused.</summary>
    public static StepDefinition? ReadStep(ConfigNode node, string recipe, DiagnosticBag diagnostics)
    {
        if (node is not MappingNode mapping)
        {
            diagnostics.Error(Rules.WrongType, node, $"a step of recipe '{recipe}' is {node.Describe()}", "write '- step: add_grib' with what belongs to it");
            return null;
        }

        var name = mapping["step"] is ScalarNode { Kind: ScalarKind.String } written ? written.Text : null;
        var fields = new FieldReader(mapping, name ?? "the step", diagnostics).Require("step");
        fields.Node("step");
        if (name is null)
        {
            if (mapping["step"] is { } other and not ScalarNode { IsNull: true })
                fields.WrongType("step", other, "the name of a step");
            return null;
        }

        if (FindType(name, mapping["step"]!, diagnostics) is not { } type)
            return null;
        var id = fields.Text("id");
        var step = Read(type, fields);
        if (type == StepTypes.Grib)
            fields.Require("grib");
        fields.RefuseOthers();
        return fields.HasFailed ? null : step with { Id = id };
    }

    /// <summary>What a flavour says about a type of step; null when it is refused.</summary>
    public static StepDefinition? ReadDefaults(ConfigEntry entry, string flavour, DiagnosticBag diagnostics)
    {
        if (FindType(entry.Name, entry.Key, diagnostics) is not { } type)
            return null;
        if (entry.Value is ScalarNode { IsNull: true })
            return new StepDefinition(type, entry.Key.Location);
        if (entry.Value is not MappingNode mapping)
        {
            diagnostics.Error(Rules.WrongType, entry.Value, $"{type} of flavour '{flavour}' is {entry.Value.Describe()}", "write 'skip: on', or 'params:' with the parameters");
            return null;
        }

        var fields = new FieldReader(mapping, type.Name, diagnostics);
        var step = Read(type, fields);
        fields.RefuseOthers();
        return fields.HasFailed ? null : step with { Location = entry.Key.Location };
    }

    private static StepDefinition Read(StepType type, FieldReader fields)
    {
        var skip = fields.Flag("skip");
        var parameters = fields.Map("params") is { } mapping ? ParameterReader.Read(mapping, type.Parameters, fields, type.Name) : null;
        var input = type.InputKey is { } key && fields.Text(key) is { } name ? new InputReference(name, fields.Mapping[key]!.Location) : null;
        return new StepDefinition(type, fields.Mapping.Location) { Skip = skip, Parameters = parameters, Input = input };
    }

    private static StepType? FindType(string name, ConfigNode at, DiagnosticBag diagnostics)
    {
        var type = StepTypes.Find(name);
        if (type is null)
        {
            var names = StepTypes.All.Select(static one => one.Name).ToList();
            diagnostics.Error(MapRules.UnknownStep, at, $"there is no step '{name}'", Hints.Nearest(diagnostics, name, names, $"the steps are {string.Join(", ", names)}"));
        }

        return type;
    }
}
