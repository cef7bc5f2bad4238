using System.CommandLine;
using Windrow.Cli.Reports;
using Windrow.Core.Configuration;
using Windrow.Maps;
using Windrow.Maps.Pantries;

namespace Windrow.Cli.Commands.Maps;

/// <summary><c>windrow maps explain WORKDIR [PRODUCT]</c></summary>
internal static class MapsExplainCommand
{
    public static Command Create()
    {
        var options = new MapsOptions();
        var workdir = new Argument<string>("workdir") { Description = "Folder with a 'pantry' that was filled." };
        var product = new Argument<string?>("product") { Description = "The recipe; without it every product that has no maps.", DefaultValueFactory = static _ => null };
        var command = new Command("explain", "Tell which inputs a product lacks at which steps, and why. Ends with 1 when it has no maps.") { workdir, product };
        options.AddReading(command);
        command.SetAction(parsed =>
        {
            var services = CommandServices.Create(MapsVerbosity.OfEngine(parsed));
            var settings = options.Of(parsed, services.Files);
            var findings = new DiagnosticBag();
            var kitchen = MapKitchen.Open(settings.Recipes, settings.Static, settings.Flavours, Dispatching.PantryOf(parsed.GetValue(workdir)!), services, findings);
            FindingsPrinter.Print(findings);
            return kitchen is null ? ExitCode.Configuration : Explain(kitchen, parsed.GetValue(product), settings);
        });
        return command;
    }

    private static int Explain(MapKitchen kitchen, string? product, MapsSettings settings)
    {
        InputFilter? filter = settings.Filter switch { "eccodes" => InputFilter.EcCodes, "arkimet" => InputFilter.Arkimet, _ => null };
        var explained = kitchen.Explain(product, filter);
        if (product is not null && explained.Count == 0)
        {
            var hint = Suggestion.Phrase(product, kitchen.Recipes);
            Console.Error.WriteLine($"windrow: no recipe '{product}' is drawn in {string.Join(", ", settings.Flavours)}; {(hint.Length > 0 ? hint : "'windrow maps recipes' lists those that are")}");
            return ExitCode.Configuration;
        }

        foreach (var one in explained)
        {
            Console.Out.WriteLine(FormattableString.Invariant($"{one.Recipe} in {one.Flavour}: {one.Maps} maps"));
            foreach (var reason in one.Reasons)
                Console.Out.WriteLine($"  {reason}");
        }

        return explained.Any(static one => one.Maps == 0) ? ExitCode.Findings : ExitCode.Ok;
    }
}
