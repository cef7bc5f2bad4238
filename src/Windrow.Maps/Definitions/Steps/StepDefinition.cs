using Windrow.Core.Configuration;

namespace Windrow.Maps.Definitions.Steps;

/// <summary>A step as a recipe has it, or what a flavour says about all steps of a type. What is null was not given.</summary>
/// <param name="Type">What it does.</param>
/// <param name="Location">Where it was written.</param>
public sealed record StepDefinition(StepType Type, SourceLocation Location)
{
    /// <summary>The name by which a derived recipe changes the step.</summary>
    public string? Id { get; init; }

    /// <summary>Whether the step is left out.</summary>
    public bool? Skip { get; init; }

    public StepParameters? Parameters { get; init; }

    /// <summary>The input under the type's <see cref="StepType.InputKey"/>.</summary>
    public InputReference? Input { get; init; }
}
