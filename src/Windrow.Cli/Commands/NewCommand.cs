using System.CommandLine;
using System.Text;
using Windrow.Core;

namespace Windrow.Cli.Commands;

/// <summary><c>windrow new flow FILE</c></summary>
internal static class NewCommand
{
    private const string SchemaFile = "flow.schema.json";

    private const string Flow = """
        {modeline}
        # A flow: sources bring messages in, every message is offered to every plan.
        # `windrow check FILE` tells what is wrong, `windrow run FILE` runs it.
        flow: {name}

        sources:
          - type: grib
            path: incoming            # a file, a directory, or - for standard input

        plans:
          - name: daily-means
            actions:
              - type: select          # which messages the plan wants
                match:
                  shortName: [2t, msl]
              - type: statistics      # over time, for each param and level by itself
                output-frequency: 1d
                operations: [average]
                partial-windows: drop # days that are not covered from beginning to end
              - type: encode
                format: grib
              - type: file
                path: "products/{shortName}_{operation}_{dataDate}.grib"

        tests:                        # `windrow test FILE` runs them; nothing outside is touched
          - name: other parameters are left alone
            given:
              - {metadata: {shortName: tp}, constant: 0}
            expect:
              - {counts: {unmatched: 1}}

        """;

    public static Command Create() => new("new", "Write something to start from.") { CreateFlow(), NewWorkerCommand.Create(), NewPlugInCommand.Create() };

    private static Command CreateFlow()
    {
        var path = new Argument<string>("file") { Description = "The file to write; it must not be there yet." };
        var command = new Command("flow", "Write a flow file that checks.") { path };
        command.SetAction(parsed => Write(parsed.GetValue(path)!, CommandServices.Create()));
        return command;
    }

    private static int Write(string path, EngineServices services)
    {
        if (!NewFile.IsFree(path, services))
            return ExitCode.Findings;

        // For editors, which complete and check with it as one types.
        var schema = Path.Combine(Path.GetDirectoryName(Path.GetFullPath(path))!, SchemaFile);
        if (services.Files.Find(schema) is null)
            SchemaCommand.WriteFile(schema, path, services);
        var text = Flow.Replace("{name}", Path.GetFileNameWithoutExtension(path), StringComparison.Ordinal).Replace("{modeline}", SchemaCommand.Modeline(SchemaFile), StringComparison.Ordinal);
        NewFile.Write(path, Encoding.UTF8.GetBytes(text), services);
        Console.Out.WriteLine($"wrote {path}; next: windrow check {path}");
        return ExitCode.Ok;
    }
}
