using System.CommandLine;
using System.Text.Json;
using Windrow.Maps.Definitions;
using Windrow.Maps.Definitions.Inputs;

namespace Windrow.Cli.Commands.Maps;

/// <summary><c>windrow maps inputs FOLDER</c></summary>
internal static class MapsInputsCommand
{
    public static Command Create() => RecipeListing.Create(
        "inputs", "List the inputs of a folder, each definition on a line.", "Print JSON, with all that each definition says.", Print, WriteJson);

    private static void WriteJson(MapDefinitions definitions, Utf8JsonWriter writer)
    {
        foreach (var input in definitions.Inputs)
            InputJson.Write(input, writer);
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
