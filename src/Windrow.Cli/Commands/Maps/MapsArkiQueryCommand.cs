using System.CommandLine;
using Windrow.Cli.Reports;
using Windrow.Core.Configuration;
using Windrow.Maps;

namespace Windrow.Cli.Commands.Maps;

/// <summary><c>windrow maps arki-query</c></summary>
internal static class MapsArkiQueryCommand
{
    public static Command Create()
    {
        var options = new MapsOptions();
        var command = new Command("arki-query", "Print a query of arkimet's that finds all messages which recipes need.");
        command.Aliases.Add("print-arki-query");
        options.AddDefinitions(command);
        command.SetAction(parsed =>
        {
            var services = CommandServices.Create(MapsVerbosity.OfEngine(parsed));
            var settings = options.Of(parsed, services.Files);
            var findings = new DiagnosticBag();
            var query = MapKitchen.ArkiQuery(settings.Recipes, settings.Static, settings.Flavours, services.Files, findings);
            FindingsPrinter.Print(findings);
            if (query is null)
                return ExitCode.Configuration;
            Console.Out.WriteLine(query);
            return ExitCode.Ok;
        });
        return command;
    }
}
