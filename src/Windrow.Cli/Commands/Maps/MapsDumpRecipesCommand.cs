using System.CommandLine;
using System.Text.Json;
using Windrow.Cli.Reports;
using Windrow.Core.Configuration;
using Windrow.Maps.Definitions;

namespace Windrow.Cli.Commands.Maps;

/// <summary><c>windrow maps dump-recipes</c>, as arkimaps 1.43 has it.</summary>
internal static class MapsDumpRecipesCommand
{
    public static Command Create()
    {
        var options = new MapsOptions();
        var inputs = new Option<bool>("--inputs") { Description = "Print the names of the inputs that the flavours need, each on a line, in place of it." };
        var command = new Command("dump-recipes", "Print all that the folder defines as JSON.") { inputs };
        options.AddDefinitions(command);
        command.SetAction(parsed =>
        {
            var services = CommandServices.Create(MapsVerbosity.OfEngine(parsed));
            var settings = options.Of(parsed, services.Files);
            var findings = new DiagnosticBag();
            var definitions = new RecipeFolder(services.Files).Read(settings.Recipes, findings, settings.Static);
            var drawn = definitions?.Select(string.Join(',', settings.Flavours), findings);
            FindingsPrinter.Print(findings);
            if (definitions is null || drawn is not { } flavours)
                return ExitCode.Configuration;
            if (parsed.GetValue(inputs))
                PrintNames(definitions.In(flavours));
            else
                PrintJson(definitions, services.StandardOutput());
            return findings.HasErrors ? ExitCode.Findings : ExitCode.Ok;
        });
        return command;
    }

    private static void PrintNames(MapDefinitions drawn)
    {
        foreach (var name in drawn.Inputs.Select(static input => input.Name).Distinct())
            Console.Out.WriteLine(name);
    }

    private static void PrintJson(MapDefinitions definitions, Stream output)
    {
        using var writer = new Utf8JsonWriter(output, new JsonWriterOptions { Indented = true });
        writer.WriteStartObject();
        writer.WriteStartObject("inputs");
        foreach (var input in definitions.Inputs.GroupBy(static input => input.Name))
        {
            writer.WriteStartArray(input.Key);
            foreach (var definition in input)
                InputJson.Write(definition, writer);
            writer.WriteEndArray();
        }

        writer.WriteEndObject();
        writer.WriteStartArray("recipes");
        foreach (var recipe in definitions.Recipes)
            RecipeJson.Write(recipe, definitions.Flavours, writer);
        writer.WriteEndArray();
        writer.WriteStartArray("flavours");
        foreach (var flavour in definitions.Flavours)
            writer.WriteStringValue(flavour.Name);
        writer.WriteEndArray();
        writer.WriteEndObject();
    }
}
