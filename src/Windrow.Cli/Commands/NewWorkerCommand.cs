using System.CommandLine;
using System.Text;
using Windrow.Core;
using Windrow.Exec;

namespace Windrow.Cli.Commands;

/// <summary><c>windrow new worker FILE</c></summary>
internal static class NewWorkerCommand
{
    private const string Worker = """
        # A worker for flows: it gets one message after the other, fields as numpy arrays.
        #
        #   - {type: exec, worker: true, decode: true, command: [python3, {name}]}
        import windrow


        def work(message):
            field = message.field  # rows from north to south, columns from west to east
            field -= 273.15
            message.metadata["units"] = "degC"
            return message


        windrow.run(work)

        """;

    public static Command Create()
    {
        var path = new Argument<string>("file") { Description = "The file to write, such as smooth.py; it must not be there yet." };
        var command = new Command("worker", "Write a worker in Python for the action exec, and the module windrow.py that it needs beside it.") { path };
        command.SetAction(parsed => Write(parsed.GetValue(path)!, CommandServices.Create()));
        return command;
    }

    private static int Write(string path, EngineServices services)
    {
        if (!NewFile.IsFree(path, services))
            return ExitCode.Findings;
        if (Path.GetFileName(path) == PythonHelper.FileName)
        {
            Console.Error.WriteLine($"windrow: {PythonHelper.FileName} is the module that workers need; name your own file otherwise");
            return ExitCode.Usage;
        }

        NewFile.Write(path, Encoding.UTF8.GetBytes(Worker.Replace("{name}", Path.GetFileName(path), StringComparison.Ordinal)), services);

        // One of an earlier version is replaced: the module belongs to the program.
        NewFile.Write(Path.Combine(Path.GetDirectoryName(Path.GetFullPath(path))!, PythonHelper.FileName), PythonHelper.Read(), services);
        Console.Out.WriteLine($"wrote {path} and {PythonHelper.FileName}; the first lines of {path} say how a flow has it");
        return ExitCode.Ok;
    }
}
