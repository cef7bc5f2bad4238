using Windrow.Core.Configuration;

namespace Windrow.Maps.Definitions.Steps;

/// <summary>One drawing parameter.</summary>
/// <param name="Name">Magics' name.</param>
/// <param name="Value">The value.</param>
/// <param name="Location">Where it was written; <see cref="SourceLocation.None"/> for a default.</param>
public sealed record StepParameter(string Name, ParameterValue Value, SourceLocation Location);
