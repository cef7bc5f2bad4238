using System.Collections.Immutable;
using System.CommandLine;
using System.Text.Json;
using Windrow.Maps.Definitions;
using Windrow.Maps.Definitions.Recipes;

namespace Windrow.Cli.Commands.Maps;

/// <summary><c>windrow maps recipes FOLDER</c></summary>
internal static class MapsRecipesCommand
{
    public static Command Create() => RecipeListing.Create(
        "recipes", "List the recipes of a folder.", "Print JSON, with inputs, flavours and steps.", static definitions => Print(definitions.Recipes), WriteJson);

    private static void Print(ImmutableArray<Recipe> recipes)
    {
        var width = recipes.IsEmpty ? 0 : recipes.Max(static recipe => recipe.Name.Length);
        foreach (var recipe in recipes)
            Console.Out.WriteLine($"{recipe.Name.PadRight(width)}  {recipe.Description}");
    }

    private static void WriteJson(MapDefinitions definitions, Utf8JsonWriter writer)
    {
        foreach (var recipe in definitions.Recipes)
            RecipeJson.Write(recipe, definitions.Flavours, writer);
    }
}
