using System.CommandLine;
using System.Text.Json;
using Windrow.Cli.Reports;
using Windrow.Core.Configuration;
using Windrow.Maps.Definitions;

namespace Windrow.Cli.Commands.Maps;

/// <summary>A command that lists what a folder of recipes defines: a line each, or with <c>--json</c> in full.</summary>
internal static class RecipeListing
{
    /// <param name="inJson">What JSON has more than the lines.</param>
    /// <param name="writeJson">Writes the items of an array.</param>
    public static Command Create(string name, string description, string inJson, Action<MapDefinitions> print, Action<MapDefinitions, Utf8JsonWriter> writeJson)
    {
        var folder = new RecipeFolderArguments();
        var json = new Option<bool>("--json") { Description = inJson };
        var command = new Command(name, description) { json };
        folder.AddTo(command);
        command.SetAction(parsed =>
        {
            var services = CommandServices.Create();
            var findings = new DiagnosticBag();
            var definitions = folder.Read(parsed, services, findings);
            FindingsPrinter.Print(findings);
            if (definitions is null)
                return ExitCode.Configuration;
            if (!parsed.GetValue(json))
            {
                print(definitions);
            }
            else
            {
                using var writer = new Utf8JsonWriter(services.StandardOutput(), new JsonWriterOptions { Indented = true });
                writer.WriteStartArray();
                writeJson(definitions, writer);
                writer.WriteEndArray();
            }

            return findings.HasErrors ? ExitCode.Findings : ExitCode.Ok;
        });
        return command;
    }
}
