using System.Collections.Immutable;
using System.CommandLine;
using System.Text.Json;
using Windrow.Cli.Reports;
using Windrow.Core.Configuration;
using Windrow.Maps.Definitions.Flavours;
using Windrow.Maps.Definitions.Recipes;
using Windrow.Maps.Definitions.Steps;

namespace Windrow.Cli.Commands.Maps;

/// <summary><c>windrow maps recipes FOLDER</c></summary>
internal static class MapsRecipesCommand
{
    public static Command Create()
    {
        var folder = new RecipeFolderArguments();
        var json = new Option<bool>("--json") { Description = "Print JSON, with inputs, flavours and steps." };
        var flavours = new Option<string?>("--flavours") { Description = "List the recipes that are drawn in these flavours only, separated by commas." };
        var command = new Command("recipes", "List the recipes of a folder.") { json, flavours };
        folder.AddTo(command);
        command.SetAction(parsed =>
        {
            var services = CommandServices.Create();
            var findings = new DiagnosticBag();
            var definitions = folder.Read(parsed, services, findings);
            var drawn = parsed.GetValue(flavours) is { } names ? definitions?.Select(names, findings) : definitions?.Flavours;
            FindingsPrinter.Print(findings);
            if (definitions is null || drawn is not { } shown)
                return ExitCode.Configuration;
            var recipes = parsed.GetValue(flavours) is null ? definitions.Recipes : [.. definitions.Recipes.Where(recipe => shown.Any(flavour => flavour.Allows(recipe.Name)))];
            if (parsed.GetValue(json))
                PrintJson(recipes, shown, services.StandardOutput());
            else
                Print(recipes);
            return findings.HasErrors ? ExitCode.Findings : ExitCode.Ok;
        });
        return command;
    }

    private static void Print(ImmutableArray<Recipe> recipes)
    {
        var width = recipes.IsEmpty ? 0 : recipes.Max(static recipe => recipe.Name.Length);
        foreach (var recipe in recipes)
            Console.Out.WriteLine($"{recipe.Name.PadRight(width)}  {recipe.Description}");
    }

    private static void PrintJson(ImmutableArray<Recipe> recipes, ImmutableArray<Flavour> flavours, Stream output)
    {
        using var writer = new Utf8JsonWriter(output, new JsonWriterOptions { Indented = true });
        writer.WriteStartArray();
        foreach (var recipe in recipes)
            Write(recipe, flavours, writer);
        writer.WriteEndArray();
    }

    private static void Write(Recipe recipe, ImmutableArray<Flavour> flavours, Utf8JsonWriter writer)
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
