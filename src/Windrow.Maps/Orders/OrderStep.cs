using Windrow.Maps.Definitions.Steps;

namespace Windrow.Maps.Orders;

/// <summary>One thing to draw.</summary>
/// <param name="Arguments">What it is drawn with.</param>
/// <param name="File">The file of the input that it needs; null when it needs none.</param>
internal sealed record OrderStep(StepArguments Arguments, InputFile? File)
{
    /// <summary>The drawing parameters, with the name of the file and what belongs to the definition of its input.</summary>
    public StepParameters Parameters => File is null ? Arguments.Parameters : Arguments.For(File.Definition, File.Path);
}
