using System.CommandLine;
using System.Text;
using Windrow.Core;
using Windrow.Core.Configuration;
using Windrow.Core.Errors;
using Windrow.Events.Posttroll.Messages;
using Windrow.Events.Posttroll.Sink;
using Windrow.Native.NativeLibraries;

namespace Windrow.Cli.Commands.Posttroll;

/// <summary><c>windrow posttroll send SUBJECT TYPE [DATA]</c></summary>
internal static class PosttrollSendCommand
{
    public static Command Create()
    {
        var subject = new Argument<string>("subject") { Description = "The subject, such as /segment/0deg." };
        var type = new Argument<string>("type") { Description = "The type: file, dataset, info or another word." };
        var data = new Argument<string?>("data") { Description = "The data: JSON where it begins with { or [, else a text.", Arity = ArgumentArity.ZeroOrOne };
        var name = new Option<string>("--name") { Description = "The publisher's name.", DefaultValueFactory = static _ => "windrow-send", HelpName = "name" };
        var bind = new Option<string>("--bind") { Description = "The address to publish at; '*' is all of this host.", DefaultValueFactory = static _ => "127.0.0.1", HelpName = "address" };
        var port = new Option<int>("--port") { Description = "The port; 0 is a free one.", HelpName = "port" };
        port.MustBe(0, 65_535);
        var nameservers = new Option<string[]>("--nameserver", "-n") { Description = "A nameserver to tell of the publisher. May be given several times; by default localhost, unless --port is given.", HelpName = "host" };
        var multicast = new Option<bool>("--multicast") { Description = "Tell of the publisher by multicast." };
        var wait = new Option<string>("--wait") { Description = "How long to wait for somebody who subscribes to the message.", DefaultValueFactory = static _ => "10s", HelpName = "duration" };
        wait.Validators.Add(static result =>
        {
            if (!DurationText.TryParse(result.GetValueOrDefault<string>()!, out _))
                result.AddError($"--wait '{result.GetValueOrDefault<string>()}' is no duration; write it as 10s or 1m");
        });
        var command = new Command("send", "Publish one message, when somebody subscribes to it; status 1 when nobody did.") { subject, type, data, name, bind, port, nameservers, multicast, wait };
        command.SetAction((parsed, stop) =>
        {
            _ = DurationText.TryParse(parsed.GetValue(wait)!, out var patience);
            var named = parsed.GetValue(nameservers)!;
            var isMulticast = parsed.GetValue(multicast);
            var options = new PosttrollSinkOptions
            {
                Name = parsed.GetValue(name)!,
                Address = parsed.GetValue(bind)!,
                Port = parsed.GetValue(port),
                Nameservers = named.Length > 0 || isMulticast || parsed.GetValue(port) > 0 ? named : ["localhost"],
                Announce = isMulticast ? AnnouncePolicy.Multicast : AnnouncePolicy.None,
                BroadcastInterval = TimeSpan.FromMilliseconds(500),
                Heartbeat = TimeSpan.Zero,
            };
            return Task.FromResult(Send(options, parsed.GetValue(subject)!, parsed.GetValue(type)!, parsed.GetValue(data), patience, stop));
        });
        return command;
    }

    private static int Send(PosttrollSinkOptions options, string subject, string type, string? data, TimeSpan wait, CancellationToken stop)
    {
        var services = CommandServices.Create();
        foreach (var (what, word) in new[] { ("subject", subject), ("type", type) })
        {
            if (word.Length > 0 && !word.Any(char.IsWhiteSpace))
                continue;
            Console.Error.WriteLine($"windrow: this is no message: '{word}' is no {what}, which is one word, without spaces");
            return ExitCode.Usage;
        }

        var message = Compose(services, subject, type, data);
        if (new MessageReader(TimeReading.None).Read(message, out _) is { } problem)
        {
            Console.Error.WriteLine($"windrow: this is no message: {problem}");
            return ExitCode.Usage;
        }

        try
        {
            using var publisher = new Publisher(options, PosttrollServices.Setting(services), services, "send");
            if (!publisher.WaitUntilHeard(message, wait, stop))
            {
                Console.Error.WriteLine($"windrow: nobody subscribes to '{subject}' at {publisher.Endpoint}; nothing was sent");
                return ExitCode.Findings;
            }

            return publisher.Send(message) ? ExitCode.Ok : ExitCode.Findings;
        }
        catch (FailureException exception)
        {
            return PosttrollServices.Refuse(exception.Failure);
        }
        catch (NativeLibraryMissingException exception)
        {
            return PosttrollServices.Refuse(Failure.Permanent(exception.Message));
        }
        catch (OperationCanceledException)
        {
            return ExitCode.Findings;
        }
    }

    // JSON stays as it was typed; whoever reads it does not mind.
    private static byte[] Compose(EngineServices services, string subject, string type, string? data)
    {
        Span<byte> time = stackalloc byte[32];
        var length = IsoTime.Write(services.Time.GetUtcNow().UtcDateTime, withOffset: false, time);
        var form = data is not { Length: > 0 } ? "" : data.TrimStart() is ['{' or '[', ..] ? $" application/json {data.Trim()}" : $" text/ascii {data}";
        return Encoding.UTF8.GetBytes($"{Grammar.MagicText}{subject} {type} {Sender.This} {Encoding.ASCII.GetString(time[..length])} {Grammar.OldVersion}{form}");
    }
}
