using System.CommandLine;
using Windrow.Cli.Scaffolds;
using Windrow.Core;

namespace Windrow.Cli.Commands;

/// <summary><c>windrow new plugin --kind KIND NAME</c></summary>
internal static class NewPlugInCommand
{
    public static Command Create()
    {
        var name = new Argument<string>("name") { Description = "Its name in flow files, such as scale-by." };
        var kind = new Option<string>("--kind") { Description = "What it is: source, action, sink, or rule for the action route.", Required = true };
        kind.AcceptOnlyFromAmong("source", "action", "sink", "rule");
        var directory = new Option<string?>("--directory") { Description = "Where to write it; by default a directory of its name. It must not be there yet." };
        var command = new Command("plugin", "Write the project of a plug-in in C#, with tests and a flow that uses it.") { name, kind, directory };
        command.SetAction(parsed => Write(
            Enum.Parse<ScaffoldKind>(parsed.GetValue(kind)!, ignoreCase: true), parsed.GetValue(name)!, parsed.GetValue(directory) ?? parsed.GetValue(name)!, CommandServices.Create()));
        return command;
    }

    private static int Write(ScaffoldKind kind, string name, string directory, EngineServices services)
    {
        if (PlugInScaffold.Problem(name, kind, CompositionRoot.PlugIns()) is { } problem)
        {
            Console.Error.WriteLine($"windrow: {problem}");
            return ExitCode.Usage;
        }

        if (services.Files.Find(directory) is not null)
        {
            Console.Error.WriteLine($"windrow: '{directory}' is there already; name another with --directory");
            return ExitCode.Findings;
        }

        var scaffold = new PlugInScaffold(kind, name, Installation.Directory);
        try
        {
            scaffold.Write(directory, services.Files);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            Console.Error.WriteLine($"windrow: cannot write '{directory}': {exception.Message}");
            return ExitCode.RunTime;
        }

        Console.Out.WriteLine($"wrote {directory}; next: cd {directory} && dotnet test && dotnet build {scaffold.ClassName} -c Release -o plugins/{scaffold.ClassName} && windrow run flow.yaml --once");
        return ExitCode.Ok;
    }
}
