using System.CommandLine;
using System.Text.Json;
using Windrow.Cli.PlugIns;
using Windrow.Cli.Reports;
using Windrow.Core;
using Windrow.Core.Configuration;
using Windrow.Core.Flows;

namespace Windrow.Cli.Commands;

/// <summary><c>windrow schema</c></summary>
internal static class SchemaCommand
{
    public static Command Create()
    {
        var file = new Option<string?>("--file") { Description = $"Write it to a file. A flow file says where it is by a first line '{Modeline("PATH")}'." };
        var command = new Command("schema", "Print the JSON Schema of flow files, for editors.") { file };
        command.SetAction(parsed =>
        {
            if (parsed.GetValue(file) is { } path)
            {
                return WriteFile(path, "./flow", CommandServices.Create());
            }

            using var stream = Console.OpenStandardOutput();
            return Write(stream, "./flow", CommandServices.Create());
        });
        return command;
    }

    /// <summary>The line by which editors with the YAML language server find the schema of a file.</summary>
    public static string Modeline(string schema) => $"# yaml-language-server: $schema={schema}";

    /// <param name="flow">The flow file that the schema is for: plug-ins beside it are in it.</param>
    /// <returns>An exit code; when plug-ins cannot be loaded, the file is written without them.</returns>
    public static int WriteFile(string path, string flow, EngineServices services)
    {
        using var text = new MemoryStream();
        var status = Write(text, flow, services);
        using var file = services.Files.OpenWrite(path);
        file.Write(text.GetBuffer().AsSpan(0, (int)text.Length));
        return status;
    }

    private static int Write(Stream output, string flow, EngineServices services)
    {
        var (catalog, findings) = (CompositionRoot.PlugIns(), new DiagnosticBag());
        PlugInLoading.Load(catalog, services, flow, null, findings);
        FindingsPrinter.Print(findings);
        using var writer = new Utf8JsonWriter(output, new JsonWriterOptions { Indented = true });
        FlowSchema.Write(catalog, writer);
        return findings.HasErrors ? ExitCode.Configuration : ExitCode.Ok;
    }
}
