using System.CommandLine;
using System.Text.Json;
using Windrow.Core.Flows;
using Windrow.Core.IO;

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
                WriteFile(path, CommandServices.Create().Files);
                return ExitCode.Ok;
            }

            using var stream = Console.OpenStandardOutput();
            Write(stream);
            return ExitCode.Ok;
        });
        return command;
    }

    /// <summary>The line by which editors with the YAML language server find the schema of a file.</summary>
    public static string Modeline(string schema) => $"# yaml-language-server: $schema={schema}";

    public static void WriteFile(string path, IFileSystem files)
    {
        using var text = new MemoryStream();
        Write(text);
        using var file = files.OpenWrite(path);
        file.Write(text.GetBuffer().AsSpan(0, (int)text.Length));
    }

    private static void Write(Stream output)
    {
        using var writer = new Utf8JsonWriter(output, new JsonWriterOptions { Indented = true });
        FlowSchema.Write(CompositionRoot.PlugIns(), writer);
    }
}
