using Windrow.Maps.Definitions.Inputs;
using Windrow.Maps.Definitions.Steps;

namespace Windrow.Cli.Commands.Maps;

/// <summary>What the definition of an input says, under the keys that it has in recipe files.</summary>
internal static class InputProperties
{
    /// <summary>What belongs to its type; a value is null where nothing is said.</summary>
    public static IEnumerable<(string Key, ParameterValue? Value)> Of(InputDefinition input) => input switch
    {
        StreamInput stream => [("eccodes", Text(stream.EcCodes?.ToString())), ("arkimet", Text(stream.Arkimet?.Text))],
        StaticInput file => [("path", ParameterValue.Of(file.File))],
        ShapeInput shape => [("path", ParameterValue.Of(shape.File))],
        DerivedInput derived => [("inputs", Texts(derived.Inputs.Select(static one => one.Name))), .. OfDerived(derived)],
        _ => [],
    };

    /// <summary>The GRIB keys that are set in a computed message; null for an input without.</summary>
    public static StepParameters? Settings(InputDefinition input) =>
        input is EncodedInput encoded ? new StepParameters(encoded.GribSettings.Select(static setting => new StepParameter(setting.Key, setting.Value, setting.Location))) : null;

    private static IEnumerable<(string Key, ParameterValue? Value)> OfDerived(DerivedInput input)
    {
        if (input is StatisticInput statistic)
        {
            yield return ("step", ParameterValue.Of((long)statistic.Step));
            yield return ("comp_stat_proc", ParameterValue.Of(statistic.Processing));
            yield return ("comp_frac_valid", ParameterValue.Of(statistic.ValidFraction));
            yield return ("comp_full_steps", ParameterValue.Of(statistic.FullSteps));
        }

        if (input is TransformInput transform)
            yield return ("args", Texts(transform.Arguments));
        if (input is ExpressionInput expression)
            yield return ("expr", ParameterValue.Of(expression.Expression.Text));
        if (input is EncodedInput encoded)
            yield return ("clip", Text(encoded.Clip?.Text));
    }

    private static ParameterValue? Text(string? text) => text is null ? null : ParameterValue.Of(text);

    private static ParameterValue Texts(IEnumerable<string> texts) => ParameterValue.Of([.. texts]);
}
