using System.CommandLine;

namespace Windrow.Cli.Commands.Fields;

/// <summary><c>windrow fields …</c></summary>
internal static class FieldsCommand
{
    public static Command Create() => new("fields", "Model fields by multio's plan files: servers, and what brings them something to do.")
    {
        FieldsServeCommand.Create(),
        FieldsFeedCommand.Create(),
        FieldsProbeCommand.Create(),
        FieldsHammerCommand.Create(),
    };
}
