using System.Text.Json;
using Windrow.Core.Configuration;
using Windrow.Maps.Definitions.Flavours;
using Windrow.Maps.Definitions.Recipes;
using Windrow.Maps.Definitions.Steps;

namespace Windrow.Cli.Commands.Maps;

/// <summary>A recipe as JSON, under the keys that it has in its file.</summary>
internal static class RecipeJson
{
    /// <param name="flavours">Of which those are named that allow the recipe.</param>
    public static void Write(Recipe recipe, IEnumerable<Flavour> flavours, Utf8JsonWriter writer)
    {
        writer.WriteStartObject();
        writer.WriteString("name", recipe.Name);
        writer.WriteString("defined_in", recipe.DefinedIn);
        writer.WriteString("description", recipe.Description);
        writer.WriteString("notes", recipe.Notes);
        writer.WriteString("extends", recipe.Parent);
        writer.WritePropertyName("info");
        NodeJson.Write(recipe.Info ?? (ConfigNode)ScalarNode.Null, writer);
        writer.WriteStartArray("flavours");
        foreach (var flavour in flavours.Where(flavour => flavour.Allows(recipe.Name)))
            writer.WriteStringValue(flavour.Name);
        writer.WriteEndArray();
        writer.WriteStartArray("steps");
        foreach (var step in recipe.Steps)
            Write(step, writer);
        writer.WriteEndArray();
        writer.WriteEndObject();
    }

    private static void Write(StepDefinition step, Utf8JsonWriter writer)
    {
        writer.WriteStartObject();
        writer.WriteString("step", step.Type.Name);
        if (step.Id is not null)
            writer.WriteString("id", step.Id);
        if (step.Input is not null)
            writer.WriteString(step.Type.InputKey!, step.Input.Name);
        if (step.Skip is { } skip)
            writer.WriteBoolean("skip", skip);
        if (step.Parameters is not null)
        {
            writer.WritePropertyName("params");
            ParameterJson.Write(writer, step.Parameters);
        }

        writer.WriteEndObject();
    }
}
