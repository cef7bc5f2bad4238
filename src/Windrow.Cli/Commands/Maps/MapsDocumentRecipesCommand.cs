using System.CommandLine;
using Windrow.Cli.Reports;
using Windrow.Core;
using Windrow.Core.Configuration;
using Windrow.Maps.Bundles;
using Windrow.Maps.Definitions;
using Windrow.Maps.Definitions.Flavours;

namespace Windrow.Cli.Commands.Maps;

/// <summary><c>windrow maps document-recipes</c>, as arkimaps 1.43 has it.</summary>
internal static class MapsDocumentRecipesCommand
{
    public static Command Create()
    {
        var options = new MapsOptions();
        var destination = new Option<string?>("--destdir") { Description = "Folder that the documents go into; by default that of the recipes." };
        var command = new Command("document-recipes", "Write a page of Markdown for each recipe of a flavour: what it shows, of which inputs, in which steps.") { destination };
        options.AddDefinitions(command);
        command.SetAction(parsed =>
        {
            var services = CommandServices.Create(MapsVerbosity.OfEngine(parsed));
            var settings = options.Of(parsed, services.Files);
            if (settings.Flavours.Length != 1)
            {
                Console.Error.WriteLine($"windrow: recipes are documented in one flavour, and --flavours has {settings.Flavours.Length}");
                return ExitCode.Usage;
            }

            var findings = new DiagnosticBag();
            var definitions = new RecipeFolder(services.Files).Read(settings.Recipes, findings, settings.Static);
            var flavours = definitions?.Select(settings.Flavours[0], findings);
            FindingsPrinter.Print(findings);
            if (definitions is null || flavours is not { } one)
                return ExitCode.Configuration;
            var written = Write(definitions, one[0], settings.Recipes, parsed.GetValue(destination) ?? settings.Recipes, services);
            return written == ExitCode.Ok && findings.HasErrors ? ExitCode.Findings : written;
        });
        return command;
    }

    private static int Write(MapDefinitions definitions, Flavour flavour, string recipes, string folder, EngineServices services)
    {
        try
        {
            foreach (var recipe in definitions.Recipes.Where(recipe => flavour.Allows(recipe.Name)))
            {
                using var file = new BundleFile(Path.Combine(folder, $"{recipe.Name}.md"), services.Files);
                file.Write(System.Text.Encoding.UTF8.GetBytes(new RecipeDocument(definitions, recipes, recipe, flavour).ToString()));
                file.Publish();
                Console.Out.WriteLine(Path.Combine(folder, $"{recipe.Name}.md"));
            }

            return ExitCode.Ok;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            Console.Error.WriteLine($"windrow: {folder}: documents cannot be written: {exception.Message}");
            return ExitCode.RunTime;
        }
    }
}
