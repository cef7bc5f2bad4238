using System.CommandLine;

namespace Windrow.Cli.Commands.Posttroll;

/// <summary><c>windrow posttroll …</c></summary>
internal static class PosttrollCommand
{
    public static Command Create() => new("posttroll", "Messages of posttroll: listen to them, send one, keep a nameserver, make keys.")
    {
        PosttrollListenCommand.Create(),
        PosttrollSendCommand.Create(),
        PosttrollNameserverCommand.Create(),
        PosttrollKeysCommand.Create(),
    };
}
