using System.Collections.Immutable;
using Windrow.Core.Configuration;
using Windrow.Maps.Definitions.Steps;

namespace Windrow.Maps.Definitions.Flavours;

/// <summary>How products are drawn that are for one purpose: area, projection, tiles, defaults of steps, and what is done to the pictures.</summary>
/// <param name="Name">Its name, unique in the folder.</param>
/// <param name="DefinedIn">The path of the file within the folder.</param>
/// <param name="Location">Where it was defined.</param>
public sealed record Flavour(string Name, string DefinedIn, SourceLocation Location)
{
    /// <summary>What it says about steps, by the name of their type.</summary>
    public ImmutableDictionary<string, StepDefinition> Steps { get; init; } = ImmutableDictionary<string, StepDefinition>.Empty;

    /// <summary>The recipes that are drawn in it; empty: all.</summary>
    public ImmutableArray<RecipeGlob> RecipesFilter { get; init; } = [];

    /// <summary>What is done to each picture, in this order.</summary>
    public ImmutableArray<PostProcess> PostProcesses { get; init; } = [];

    /// <summary>The tiles of a tiled flavour, null for one of whole maps.</summary>
    public TileArea? Tiles { get; init; }

    /// <summary>Whether the recipe is drawn in this flavour.</summary>
    public bool Allows(string recipe) => RecipesFilter.IsEmpty || RecipesFilter.Any(glob => glob.Matches(recipe));
}
