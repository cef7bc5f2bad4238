using Windrow.Maps.Definitions.Steps;

namespace Windrow.Maps.Orders;

/// <summary>One thing to draw.</summary>
/// <param name="Arguments">What it is drawn with.</param>
/// <param name="File">The file of the input that it needs; null when it needs none.</param>
internal sealed record OrderStep(StepArguments Arguments, InputFile? File)
{
    /// <summary>The drawing parameters with those that belong to the definition of the input, which win.</summary>
    public StepParameters Parameters => File is null || Arguments.Type.InputKey != "grib" ? Arguments.Parameters : Arguments.Parameters.OverriddenBy(File.Definition.GribParameters);
}
