using Windrow.Core.Configuration;
using Windrow.Maps.Definitions.Inputs;

namespace Windrow.Maps.Definitions.Steps;

/// <summary>What a step is drawn with, after the recipe, the flavour and the defaults have been asked in that order.</summary>
/// <param name="Type">What it does.</param>
/// <param name="Parameters">The drawing parameters without what only an order knows; see <see cref="For"/>.</param>
/// <param name="Input">The input it needs, null for none.</param>
/// <param name="Location">Where the recipe has the step.</param>
public sealed record StepArguments(StepType Type, StepParameters Parameters, InputReference? Input, SourceLocation Location)
{
    /// <summary>
    /// The parameters with which the step is drawn from a file: with its name, and for a field with the parameters
    /// (<c>mgrib</c>) of the definition by which it came, which win over the recipe's.
    /// </summary>
    public StepParameters For(InputDefinition definition, string file)
    {
        ArgumentNullException.ThrowIfNull(definition);
        var parameters = Type.FileParameter is { } name ? Parameters.OverriddenBy(new StepParameters([new StepParameter(name, ParameterValue.Of(file), SourceLocation.None)])) : Parameters;
        return Type == StepTypes.Grib ? parameters.OverriddenBy(definition.GribParameters) : parameters;
    }

    /// <summary>
    /// Resolves a step: each of skip, params and input on its own is the recipe's, else the flavour's, else the type's
    /// default. <c>params</c> counts as one value, so that a recipe's hide the others altogether; only the defaults of
    /// add_user_boundaries fill what is open.
    /// </summary>
    /// <returns>Null when the step is skipped.</returns>
    public static StepArguments? Resolve(StepDefinition step, StepDefinition? flavour)
    {
        if (step.Skip ?? flavour?.Skip ?? false)
            return null;
        var parameters = step.Parameters ?? flavour?.Parameters;
        var defaults = step.Type.Defaults ?? StepParameters.None;
        var merged = parameters is null ? defaults : step.Type.MergesDefaults ? defaults.OverriddenBy(parameters) : parameters;
        return new StepArguments(step.Type, merged, step.Input ?? flavour?.Input, step.Location);
    }
}
