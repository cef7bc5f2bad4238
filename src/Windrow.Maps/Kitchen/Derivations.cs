using Windrow.Maps.Definitions.Inputs;
using Windrow.Maps.Definitions.Steps;
using Windrow.Maps.Inputs.Combining;
using Windrow.Maps.Inputs.Planning;
using Windrow.Maps.Inputs.TimeStatistics;
using Windrow.Maps.Inputs.Transform;

namespace Windrow.Maps.Kitchen;

/// <summary>The computation of each type of derived input.</summary>
internal static class Derivations
{
    /// <exception cref="InputDefinitionException">What the definition says cannot be computed.</exception>
    public static IInputDerivation Of(DerivedInput input)
    {
        string[] inputs = [.. input.Inputs.Select(static one => one.Name)];
        return input switch
        {
            CatInput => new CatDerivation(input.Name, inputs),
            OrInput => new OrDerivation(input.Name, inputs),
            DecumulateInput sums => new DecumulateDerivation(input.Name, inputs[0], TimeSpan.FromHours(sums.Step), sums.FullSteps, sums.Processing),
            AverageInput means => new AverageDerivation(input.Name, inputs[0], TimeSpan.FromHours(means.Step), means.Processing, means.ValidFraction),
            TransformInput transform => new TransformDerivation(input.Name, inputs, transform.Arguments),
            ExpressionInput expression => new ExprDerivation(input.Name, inputs, expression.Expression.Text, expression.Clip?.Text, SettingsOf(expression)),
            GroundToMslInput height => new GroundToMslDerivation(input.Name, inputs, height.Clip?.Text, SettingsOf(height)),
            SnowFractionInput fraction => new SnowFractionDerivation(input.Name, inputs, fraction.Clip?.Text, SettingsOf(fraction)),
            _ => throw new InputDefinitionException("type", $"inputs of type '{input.Type}' cannot be computed"),
        };
    }

    /// <summary>Whether an input of a model is made of inputs of that model only, and of those that are for every model.</summary>
    public static bool KeepsToModel(DerivedInput input) => input is not (DecumulateInput or AverageInput or OrInput or GroundToMslInput);

    private static List<Inputs.Fields.GribSetting> SettingsOf(EncodedInput input) => [.. input.GribSettings.Select(static setting => setting.Value.Kind switch
    {
        ParameterKind.Integer => Inputs.Fields.GribSetting.Of(setting.Key, setting.Value.Integer),
        ParameterKind.Number => Inputs.Fields.GribSetting.Of(setting.Key, setting.Value.Number),
        _ => Inputs.Fields.GribSetting.Of(setting.Key, setting.Value.Text),
    })];
}
