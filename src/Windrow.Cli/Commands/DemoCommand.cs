using System.CommandLine;

namespace Windrow.Cli.Commands;

/// <summary><c>windrow demo [NAME]</c></summary>
internal static class DemoCommand
{
    public static Command Create()
    {
        var name = new Argument<string>("name") { Description = "Which demo: statistics.", DefaultValueFactory = _ => "statistics" };
        var command = new Command("demo", "Make input, run a flow on it and show what came out.") { name };
        command.SetAction(_ => ExitCode.Ok);
        return command;
    }
}
