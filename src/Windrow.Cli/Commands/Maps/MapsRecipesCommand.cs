using System.Collections.Immutable;
using System.CommandLine;
using System.Text.Json;
using Windrow.Cli.Reports;
using Windrow.Core.Configuration;
using Windrow.Maps.Definitions;
using Windrow.Maps.Definitions.Recipes;

namespace Windrow.Cli.Commands.Maps;

/// <summary><c>windrow maps recipes FOLDER</c></summary>
internal static class MapsRecipesCommand
{
    public static Command Create()
    {
        var folder = new RecipeFolderArguments();
        var json = new Option<bool>("--json") { Description = "Print JSON, with inputs, flavours and steps." };
        var command = new Command("recipes", "List the recipes of a folder.") { json };
        folder.AddTo(command);
        command.SetAction(parsed =>
        {
            var services = CommandServices.Create();
            var findings = new DiagnosticBag();
            var definitions = folder.Read(parsed, services, findings);
            FindingsPrinter.Print(findings);
            if (definitions is null)
                return ExitCode.Configuration;
            if (parsed.GetValue(json))
                PrintJson(definitions, services.StandardOutput());
            else
                Print(definitions.Recipes);
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

    private static void PrintJson(MapDefinitions definitions, Stream output)
    {
        using var writer = new Utf8JsonWriter(output, new JsonWriterOptions { Indented = true });
        writer.WriteStartArray();
        foreach (var recipe in definitions.Recipes)
            RecipeJson.Write(recipe, definitions.Flavours, writer);
        writer.WriteEndArray();
    }
}
