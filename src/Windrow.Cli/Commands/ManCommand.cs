using System.CommandLine;
using Windrow.Cli.Manual;

namespace Windrow.Cli.Commands;

/// <summary><c>windrow man</c></summary>
internal static class ManCommand
{
    public static Command Create(RootCommand root)
    {
        var command = new Command("man", "Print the manual page; to read it: windrow man | man -l -");
        command.SetAction(_ =>
        {
            ManualPage.Write(root, Console.Out);
            return ExitCode.Ok;
        });
        return command;
    }
}
