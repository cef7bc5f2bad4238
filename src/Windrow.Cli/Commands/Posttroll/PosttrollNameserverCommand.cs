using System.CommandLine;
using Microsoft.Extensions.Logging;
using Windrow.Core.Configuration;
using Windrow.Core.Errors;
using Windrow.Events.Posttroll.Discovery;
using Windrow.Native.NativeLibraries;

namespace Windrow.Cli.Commands.Posttroll;

/// <summary><c>windrow posttroll nameserver</c></summary>
internal static class PosttrollNameserverCommand
{
    public static Command Create()
    {
        var bind = new Option<string>("--bind") { Description = "The address to listen at; '*' is all of this host.", DefaultValueFactory = static _ => "127.0.0.1", HelpName = "address" };
        var multicast = new Option<bool>("--multicast") { Description = "Take announcements by multicast, too; the group is mc_group of posttroll's configuration." };
        var local = new Option<bool>("--local-only", "-L") { Description = "Of those by multicast, take only what comes from this host." };
        var age = new Option<string>("--max-age") { Description = "How long a publisher that says nothing is kept.", DefaultValueFactory = static _ => "10m", HelpName = "duration" };
        age.Validators.Add(static result =>
        {
            if (!DurationText.TryParse(result.GetValueOrDefault<string>()!, out var duration) || duration <= TimeSpan.Zero)
                result.AddError($"--max-age '{result.GetValueOrDefault<string>()}' is no duration; write it as 10m");
        });
        var verbose = new Option<bool>("--verbose", "-v") { Description = "Tell of publishers that come." };
        var command = new Command("nameserver", "Keep a nameserver of posttroll: publishers tell it where they are, and subscribers ask. Ctrl-C ends it.") { bind, multicast, local, age, verbose };
        command.SetAction((parsed, stop) =>
        {
            _ = DurationText.TryParse(parsed.GetValue(age)!, out var maximumAge);
            var options = new NameserverOptions { Bind = parsed.GetValue(bind)!, ByMulticast = parsed.GetValue(multicast), LocalOnly = parsed.GetValue(local), MaximumAge = maximumAge };
            return Task.FromResult(Serve(options, parsed.GetValue(verbose), stop));
        });
        return command;
    }

    private static int Serve(NameserverOptions options, bool verbose, CancellationToken stop)
    {
        var services = CommandServices.Create(verbose ? LogLevel.Information : LogLevel.Warning);
        try
        {
            var setting = PosttrollServices.Setting(services);
            var settings = setting.Settings;
            using var nameserver = new Nameserver(options, setting, services);
            Console.Out.WriteLine($"nameserver at {options.Bind}:{settings.NameserverPort}, announcements at {settings.BroadcastPort}{(options.ByMulticast ? $" and by {settings.MulticastGroup}" : "")}, changes at {settings.AddressPublishPort}");
            nameserver.Run(stop);
            return ExitCode.Ok;
        }
        catch (FailureException exception)
        {
            return PosttrollServices.Refuse(exception.Failure);
        }
        catch (NativeLibraryMissingException exception)
        {
            return PosttrollServices.Refuse(Failure.Permanent(exception.Message));
        }
    }
}
