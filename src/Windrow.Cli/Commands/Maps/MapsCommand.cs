using System.CommandLine;

namespace Windrow.Cli.Commands.Maps;

/// <summary><c>windrow maps …</c></summary>
internal static class MapsCommand
{
    public static Command Create() => new("maps", "Weather maps from recipes.")
    {
        MapsDrawCommand.Create(),
        MapsWorkerCommand.Create(),
    };
}
