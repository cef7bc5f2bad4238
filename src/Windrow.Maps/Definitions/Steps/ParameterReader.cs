using System.Collections.Immutable;
using Windrow.Core.Configuration;
using Windrow.Maps.Definitions.Reading;

namespace Windrow.Maps.Definitions.Steps;

/// <summary>Reads drawing parameters by the types that a step knows for them.</summary>
internal static class ParameterReader
{
    /// <summary>The one parameter that names a file; it is set from the input of a step.</summary>
    private const string UserLayer = "map_user_layer_name";

    /// <summary>Reads a mapping of parameters; what is wrong is reported through <paramref name="fields"/>.</summary>
    public static StepParameters Read(MappingNode mapping, ParameterSet set, FieldReader fields, string subject)
    {
        var parameters = new List<StepParameter>();
        foreach (var entry in mapping.Entries)
        {
            if (entry.Name == UserLayer)
            {
                fields.Error(MapRules.OutsideFolder, entry.Key, $"the parameter '{entry.Name}' of {subject} names a file past the folders of static files", "define an input of type 'shape', and name it as the 'shape' of add_user_boundaries");
                continue;
            }

            var kind = set[entry.Name];
            if (kind is null && !set.MayKnow(entry.Name))
            {
                fields.Error(MapRules.UnknownParameter, entry.Key, $"{subject} takes no parameter '{entry.Name}'", Hints.Nearest(fields.Diagnostics, entry.Name, set.Names));
                continue;
            }

            if (kind is null)
                fields.Diagnostics.Warning(MapRules.UnknownParameter, entry.Key, $"the parameter '{entry.Name}' of {subject} is not known here and is passed on as it is written", Hints.Nearest(fields.Diagnostics, entry.Name, set.Names, "see the documentation of Magics for its name"));

            // A parameter without a value is one that is not set.
            if (entry.Value is not ScalarNode { IsNull: true } && Value(entry, kind ?? ParameterKind.AsWritten, fields, subject) is { } value)
                parameters.Add(new StepParameter(entry.Name, value, entry.Key.Location));
        }

        CheckLevels(mapping, parameters, fields);
        return new StepParameters(parameters);
    }

    private static ParameterValue? Value(ConfigEntry entry, ParameterKind kind, FieldReader fields, string subject)
    {
        var value = entry.Value switch
        {
            ScalarNode scalar => OfScalar(scalar, kind),
            SequenceNode list => OfList([.. list.Items], kind),
            _ => null,
        };
        if (value is null)
            fields.Error(Rules.WrongType, entry.Value, $"the parameter '{entry.Name}' of {subject} is {entry.Value.Describe()}", $"write {Expected(kind)}");
        else if (kind == ParameterKind.Text && entry.Value is ScalarNode { Kind: ScalarKind.Boolean } flag)
            fields.Diagnostics.Warning(MapRules.BooleanAsText, flag, $"the parameter '{entry.Name}' is a text, and {flag.Text} without quotes becomes \"{value}\"", $"write \"{flag.Text}\" in quotes");
        return value;
    }

    private static ParameterValue? OfScalar(ScalarNode node, ParameterKind kind) => kind switch
    {
        ParameterKind.Flag => Coercion.TryFlag(node, out var flag) ? ParameterValue.Of(flag) : null,
        ParameterKind.Integer => Coercion.TryInteger(node, out var whole) ? ParameterValue.Of(whole) : null,
        ParameterKind.Number => Coercion.TryNumber(node, out var number) ? ParameterValue.Of(number) : null,
        ParameterKind.Text => Coercion.TryText(node, out var text) ? ParameterValue.Of(text) : null,
        ParameterKind.NumberOrText => OfScalar(node, ParameterKind.Number) ?? OfScalar(node, ParameterKind.Text),
        ParameterKind.AsWritten => OfScalar(node, Written(node)),
        _ => null,
    };

    private static ParameterValue? OfList(ConfigNode[] items, ParameterKind kind)
    {
        if (!Array.TrueForAll(items, static item => item is ScalarNode))
            return null;
        if (kind == ParameterKind.AsWritten)
        {
            var kinds = items.Select(static item => Written((ScalarNode)item)).Distinct().ToList();
            kind = kinds.TrueForAll(static one => one == ParameterKind.Integer) ? ParameterKind.IntegerList
                : kinds.TrueForAll(static one => one is ParameterKind.Integer or ParameterKind.Number) ? ParameterKind.NumberList
                : ParameterKind.TextList;
        }

        var element = kind switch
        {
            ParameterKind.IntegerList => ParameterKind.Integer,
            ParameterKind.NumberList => ParameterKind.Number,
            ParameterKind.TextList => ParameterKind.Text,
            _ => (ParameterKind?)null,
        };
        var values = element is null ? [] : Array.ConvertAll(items, item => OfScalar((ScalarNode)item, element.Value));
        if (element is null || Array.Exists(values, static value => value is null))
            return null;
        return element switch
        {
            ParameterKind.Integer => ParameterValue.Of([.. values.Select(static value => value!.Integer)]),
            ParameterKind.Number => ParameterValue.Of([.. values.Select(static value => value!.Number)]),
            _ => ParameterValue.Of(values.Select(static value => value!.Text).ToImmutableArray()),
        };
    }

    private static ParameterKind Written(ScalarNode node) => node.Kind switch
    {
        ScalarKind.Boolean => ParameterKind.Flag,
        ScalarKind.Integer => ParameterKind.Integer,
        ScalarKind.Float => ParameterKind.Number,
        _ => ParameterKind.Text,
    };

    private static string Expected(ParameterKind kind) => kind switch
    {
        ParameterKind.Flag => "on or off",
        ParameterKind.Integer => "a whole number",
        ParameterKind.Number => "a number",
        ParameterKind.Text => "a text",
        ParameterKind.NumberOrText => "a number or a text",
        ParameterKind.IntegerList => "a list of whole numbers",
        ParameterKind.NumberList => "a list of numbers",
        ParameterKind.TextList => "a list of texts",
        _ => "a number, a text or a list of them",
    };

    // Colours fill the spaces between levels.
    private static void CheckLevels(MappingNode mapping, List<StepParameter> parameters, FieldReader fields)
    {
        var levels = parameters.Find(static one => one.Name == "contour_level_list")?.Value.Numbers.Length;
        var colours = parameters.Find(static one => one.Name == "contour_shade_colour_list")?.Value.Texts.Length;
        if (levels is null || colours is null || levels == colours + 1)
            return;
        mapping.TryGet("contour_shade_colour_list", out var entry);
        fields.Error(MapRules.LevelsAndColours, entry!.Key, $"there are {levels} levels and {colours} colours", $"{levels} levels need {levels - 1} colours");
    }
}
