using System.CommandLine;
using System.Text.Json;
using Windrow.Core.Flows;

namespace Windrow.Cli.Commands;

/// <summary><c>windrow schema</c></summary>
internal static class SchemaCommand
{
    public static Command Create()
    {
        var command = new Command("schema", "Print the JSON Schema of flow files, for editors.");
        command.SetAction(_ =>
        {
            using var stream = Console.OpenStandardOutput();
            using var writer = new Utf8JsonWriter(stream, new JsonWriterOptions { Indented = true });
            FlowSchema.Write(CompositionRoot.PlugIns(), writer);
            return ExitCode.Ok;
        });
        return command;
    }
}
