using System.Collections.Immutable;
using Windrow.Core.Configuration;
using Windrow.Maps.Definitions.Reading;
using Windrow.Maps.Definitions.Steps;

namespace Windrow.Maps.Definitions.Inputs;

/// <summary>What each type of input takes.</summary>
internal sealed class InputTypes(StaticFiles files, RecipeLimits limits)
{
    public static readonly string[] Names = ["default", "static", "shape", "cat", "or", "decumulate", "average", "vg6d_transform", "groundtomsl", "expr", "sffraction"];

    /// <summary>Reads the keys of a type; null when there is no such type, or when it cannot be made. The keys of all types are the caller's.</summary>
    public InputDefinition? Read(string type, string name, FieldReader fields) => type switch
    {
        "default" => StreamInputReader.Read(name, fields),
        "static" => Static(name, fields),
        "shape" => Shape(name, fields),
        "cat" => Sources(fields) is { } inputs ? new CatInput(name, At(fields), inputs) : null,
        "or" => Sources(fields) is { } inputs ? new OrInput(name, At(fields), inputs) : null,
        "decumulate" => Statistic(name, fields, isAverage: false),
        "average" => Statistic(name, fields, isAverage: true),
        "vg6d_transform" => Transform(name, fields),
        "groundtomsl" => Sources(fields, 2) is { } inputs ? Encoded(new GroundToMslInput(name, At(fields), inputs), fields) : null,
        "expr" => Expression(name, fields),
        "sffraction" => Sources(fields, 2) is { } inputs ? Encoded(new SnowFractionInput(name, At(fields), inputs), fields) : null,
        _ => null,
    };

    private static SourceLocation At(FieldReader fields) => fields.Mapping.Location;

    private StaticInput? Static(string name, FieldReader fields)
    {
        fields.Require("path");
        return fields.Text("path") is { } path && files.Find(path, path, fields.Mapping["path"]!, fields) is { } file ? new StaticInput(name, At(fields), path, file) : null;
    }

    private ShapeInput? Shape(string name, FieldReader fields)
    {
        fields.Require("path");
        return fields.Text("path") is { } path && files.Find(path, path + ".shp", fields.Mapping["path"]!, fields) is { } file
            ? new ShapeInput(name, At(fields), path, file[..^".shp".Length])
            : null;
    }

    private StatisticInput? Statistic(string name, FieldReader fields, bool isAverage)
    {
        fields.Require("step");
        var step = fields.Integer("step", 1, 24 * 366);
        var processing = fields.Text("comp_stat_proc");
        var fraction = fields.Number("comp_frac_valid", 0, 1) ?? 0;
        var fullSteps = fields.Flag("comp_full_steps") ?? step != 24;
        if (Sources(fields, 1) is not { } inputs || step is not { } hours)
            return null;
        return isAverage
            ? new AverageInput(name, At(fields), inputs) { Step = hours, Processing = processing ?? "254:0", ValidFraction = fraction, FullSteps = fullSteps }
            : new DecumulateInput(name, At(fields), inputs) { Step = hours, Processing = processing ?? "1", ValidFraction = fraction, FullSteps = fullSteps };
    }

    private TransformInput? Transform(string name, FieldReader fields)
    {
        fields.Require("args");
        var arguments = fields.Texts("args").Select(static node => node.Text).ToImmutableArray();
        if (arguments.IsEmpty && fields.Mapping["args"] is SequenceNode none)
            fields.Error(Rules.MissingOption, none, $"'args' of {fields.Subject} is empty", "name at least one argument");
        return Sources(fields) is { } inputs && !arguments.IsEmpty ? new TransformInput(name, At(fields), inputs, arguments) : null;
    }

    private ExpressionInput? Expression(string name, FieldReader fields)
    {
        fields.Require("expr");
        var expression = Statements("expr", fields);
        return Sources(fields) is { } inputs && expression is not null ? Encoded(new ExpressionInput(name, At(fields), inputs, expression), fields) : null;
    }

    private static T Encoded<T>(T input, FieldReader fields)
        where T : EncodedInput
    {
        var settings = new List<GribSetting>();
        foreach (var entry in fields.Map("grib_set")?.Entries ?? [])
        {
            var value = entry.Value is not ScalarNode scalar ? null : scalar.Kind switch
            {
                ScalarKind.Integer => ParameterValue.Of(scalar.AsInt64!.Value),
                ScalarKind.Boolean => ParameterValue.Of(scalar.AsBoolean!.Value ? 1L : 0L),
                ScalarKind.Float => ParameterValue.Of(scalar.AsDouble!.Value),
                ScalarKind.String => ParameterValue.Of(scalar.Text),
                _ => null,
            };
            if (value is null)
                fields.WrongType(entry.Name, entry.Value, "a number or a text");
            else
                settings.Add(new GribSetting(entry.Name, value, entry.Key.Location));
        }

        return input with { GribSettings = [.. settings], Clip = Statements("clip", fields) };
    }

    private static ExpressionText? Statements(string key, FieldReader fields) =>
        fields.Text(key) is { } text ? new ExpressionText(text, fields.Mapping[key]!.Location) : null;

    private ImmutableArray<InputReference>? Sources(FieldReader fields, int? count = null)
    {
        fields.Require("inputs");
        var inputs = fields.Texts("inputs").Select(static node => new InputReference(node.Text, node.Location)).ToImmutableArray();
        if (fields.Mapping["inputs"] is not { } node || fields.HasFailed)
            return null;
        if (count is not null && inputs.Length != count)
            fields.Error(Rules.OptionCheck, node, $"{fields.Subject} has {inputs.Length} inputs", count == 1 ? "it takes exactly one" : $"it takes exactly {count}");
        else if (inputs.Length > limits.MaximumInputs)
            fields.Error(MapRules.TooManySteps, node, $"{fields.Subject} has {inputs.Length} inputs", $"{limits.MaximumInputs} are allowed");
        else if (inputs.IsEmpty)
            fields.Error(Rules.MissingOption, node, $"{fields.Subject} has no inputs", "name at least one");
        return fields.HasFailed ? null : inputs;
    }
}
