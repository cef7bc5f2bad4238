using System.Collections.Immutable;
using Windrow.Core.Configuration;
using Windrow.Maps.Definitions.Flavours;
using Windrow.Maps.Definitions.Steps;

namespace Windrow.Maps.Definitions.Recipes;

/// <summary>How a product is drawn. A derived recipe has been made one with its parent.</summary>
/// <param name="Name">The path of the file within the folder, without <c>.yaml</c>: <c>tiles/z500</c>.</param>
/// <param name="DefinedIn">The same path with its suffix.</param>
/// <param name="Location">Where the list of steps, or the name of the parent, stands.</param>
/// <param name="Steps">The drawing steps in their order.</param>
public sealed record Recipe(string Name, string DefinedIn, SourceLocation Location, ImmutableArray<StepDefinition> Steps)
{
    public string Description { get; init; } = "Unnamed recipe";

    public string? Notes { get; init; }

    /// <summary>The set of step types; there is only <c>default</c>.</summary>
    public string Mixer { get; init; } = "default";

    /// <summary>A mapping that is handed on with the products; null for none.</summary>
    public MappingNode? Info { get; init; }

    /// <summary>The recipe that this one is derived from, null for none.</summary>
    public string? Parent { get; init; }

    /// <summary>
    /// The steps that are drawn in a flavour, with their arguments. A step that needs an input and was given none,
    /// neither here nor by the flavour, is among them without an input: such a recipe has no products.
    /// </summary>
    public ImmutableArray<StepArguments> Resolve(Flavour flavour)
    {
        ArgumentNullException.ThrowIfNull(flavour);
        return [.. Steps.Select(step => StepArguments.Resolve(step, flavour.Steps.GetValueOrDefault(step.Type.Name))).OfType<StepArguments>()];
    }
}
