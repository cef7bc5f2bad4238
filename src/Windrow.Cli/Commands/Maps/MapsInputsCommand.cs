using System.CommandLine;
using System.Text.Json;
using Windrow.Cli.Reports;
using Windrow.Core.Configuration;
using Windrow.Maps.Definitions;
using Windrow.Maps.Definitions.Inputs;

namespace Windrow.Cli.Commands.Maps;

/// <summary><c>windrow maps inputs FOLDER</c></summary>
internal static class MapsInputsCommand
{
    public static Command Create()
    {
        var folder = new RecipeFolderArguments();
        var json = new Option<bool>("--json") { Description = "Print JSON, with all that each definition says." };
        var command = new Command("inputs", "List the inputs of a folder, each definition on a line.") { json };
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
                Print(definitions);
            return findings.HasErrors ? ExitCode.Findings : ExitCode.Ok;
        });
        return command;
    }

    private static void PrintJson(MapDefinitions definitions, Stream output)
    {
        using var writer = new Utf8JsonWriter(output, new JsonWriterOptions { Indented = true });
        writer.WriteStartArray();
        foreach (var input in definitions.Inputs)
            InputJson.Write(input, writer);
        writer.WriteEndArray();
    }

    private static void Print(MapDefinitions definitions)
    {
        foreach (var input in definitions.Inputs)
            Console.Out.WriteLine($"{input.Name,-20} {input.Model ?? "-",-8} {input.Type,-14} {What(input)}".TrimEnd());
    }

    private static string What(InputDefinition input) => input switch
    {
        StreamInput stream => stream.EcCodes?.ToString() ?? stream.Arkimet?.Text ?? "",
        StaticInput { Path: var path } => path,
        ShapeInput { Path: var path } => path,
        StatisticInput statistic => FormattableString.Invariant($"{Names(statistic)} over {statistic.Step} h"),
        TransformInput transform => $"{Names(transform)} by {string.Join(' ', transform.Arguments)}",
        ExpressionInput expression => expression.Expression.Text.ReplaceLineEndings("; "),
        DerivedInput derived => Names(derived),
        _ => "",
    };

    private static string Names(DerivedInput derived) => string.Join(", ", derived.Inputs.Select(static input => input.Name));
}
