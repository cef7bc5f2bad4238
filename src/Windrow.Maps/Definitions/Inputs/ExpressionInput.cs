using System.Collections.Immutable;
using Windrow.Core.Configuration;

namespace Windrow.Maps.Definitions.Inputs;

/// <summary>Type <c>expr</c>: what a formula over the inputs gives.</summary>
/// <param name="Expression">Statements of which one sets the variable with the input's own name.</param>
public sealed record ExpressionInput(string Name, SourceLocation Location, ImmutableArray<InputReference> Inputs, ExpressionText Expression)
    : EncodedInput(Name, Location, Inputs)
{
    public override string Type => "expr";
}
