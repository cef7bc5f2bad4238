using Windrow.Core;
using Windrow.Events.Posttroll.Settings;
using Windrow.Events.Posttroll.Sockets;

namespace Windrow.Cli.Commands.Posttroll;

/// <summary>What the commands for posttroll stand on.</summary>
internal static class PosttrollServices
{
    private const int HighWaterMark = 250_000;
    private const long MaximumSize = 256L << 20;

    /// <summary>Sockets as posttroll's own configuration says.</summary>
    public static SocketSetting Setting(EngineServices services)
    {
        var settings = SettingsReader.Read(services, static problem => Console.Error.WriteLine($"windrow: {problem}"));
        return PeerOptions.Make(settings, services, HighWaterMark, MaximumSize);
    }

    /// <summary>Tells what cannot be done, and what to do.</summary>
    public static int Refuse(Core.Errors.Failure failure)
    {
        Console.Error.WriteLine($"windrow: {failure.Reason}{(failure.Advice is { } advice ? $"; {advice}" : "")}");
        return ExitCode.Configuration;
    }
}
