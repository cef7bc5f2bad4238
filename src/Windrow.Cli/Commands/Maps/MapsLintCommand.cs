using System.CommandLine;
using Windrow.Cli.Reports;
using Windrow.Core.Configuration;
using Windrow.Maps.Definitions;
using Windrow.Maps.Definitions.Linting;

namespace Windrow.Cli.Commands.Maps;

/// <summary><c>windrow maps lint FOLDER</c></summary>
internal static class MapsLintCommand
{
    public static Command Create()
    {
        var folder = new RecipeFolderArguments();
        var json = new Option<bool>("--json") { Description = "Print the findings as JSON." };
        var command = new Command("lint", "Tell everything that is wrong with a folder of recipes, and what is hardly meant.") { json };
        folder.AddTo(command);
        command.SetAction(parsed =>
        {
            var services = CommandServices.Create();
            var findings = new DiagnosticBag();
            var definitions = folder.Read(parsed, services, findings);
            if (definitions is not null)
                RecipeLint.Report(definitions, findings);
            if (parsed.GetValue(json))
                FindingsPrinter.PrintJson(findings, services.StandardOutput());
            else
                FindingsPrinter.Print(findings);
            if (definitions is null)
                return ExitCode.Configuration;
            if (!parsed.GetValue(json))
                Console.Out.WriteLine(Summary(folder.Of(parsed, services), definitions, findings));
            return findings.ErrorCount + findings.WarningCount > 0 ? ExitCode.Findings : ExitCode.Ok;
        });
        return command;
    }

    private static string Summary(string folder, MapDefinitions definitions, DiagnosticBag findings)
    {
        var inputs = definitions.Inputs.Select(static input => input.Name).Distinct().Count();
        return FormattableString.Invariant($"{folder}: {definitions.Recipes.Length} recipes, {inputs} inputs in {definitions.Inputs.Length} definitions, {definitions.Flavours.Length} flavours, {findings.ErrorCount} errors, {findings.WarningCount} warnings");
    }
}
