using System.CommandLine;
using Windrow.Maps.Rendering.Workers;

namespace Windrow.Cli.Commands.Maps;

/// <summary><c>windrow maps worker</c>: what a renderer starts; not for people.</summary>
internal static class MapsWorkerCommand
{
    public static Command Create()
    {
        var command = new Command("worker", "Draw orders from standard input.") { Hidden = true };
        command.SetAction(static _ => WorkerProgram.Run(CommandServices.Create()));
        return command;
    }
}
