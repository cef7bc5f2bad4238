using Windrow.Maps.Definitions.Inputs;
using Windrow.Maps.Inputs.Planning;

namespace Windrow.Maps.Kitchen;

/// <summary>A derived input with its computation and what can be made of it.</summary>
internal sealed class Dish(DerivedInput definition, IInputDerivation derivation)
{
    public DerivedInput Definition => definition;

    public IInputDerivation Derivation => derivation;

    public DerivationPlan Plan { get; } = new(derivation);

    /// <summary>The definitions that it is made of, each with the place of its input and its rank there.</summary>
    public required IReadOnlyList<(InputDefinition Source, int Input, int Rank)> Sources { get; init; }
}
