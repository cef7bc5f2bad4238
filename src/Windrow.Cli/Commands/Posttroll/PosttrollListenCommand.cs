using System.CommandLine;
using Windrow.Events.Posttroll.Messages;
using Windrow.Events.Posttroll.Sockets;
using Windrow.Events.Posttroll.Source;

namespace Windrow.Cli.Commands.Posttroll;

/// <summary><c>windrow posttroll listen [TOPIC…]</c></summary>
internal static class PosttrollListenCommand
{
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan Refresh = TimeSpan.FromSeconds(10);

    public static Command Create()
    {
        var topics = new Argument<string[]>("topic") { Description = "What subjects begin with; none is all of them.", Arity = ArgumentArity.ZeroOrMore };
        var addresses = new Option<string[]>("--address", "-a") { Description = "A publisher to listen to, as tcp://host:port. May be given several times; then no nameserver is asked.", HelpName = "address" };
        var services = new Option<string[]>("--service", "-s") { Description = "A publisher's name to ask the nameserver for. May be given several times; by default all publishers.", HelpName = "name" };
        var nameserver = new Option<string>("--nameserver", "-n") { Description = "The nameserver.", DefaultValueFactory = static _ => "localhost", HelpName = "host" };
        var count = new Option<int?>("--count") { Description = "End after so many messages.", HelpName = "N" };
        count.MustBe(1, int.MaxValue);
        var json = new Option<bool>("--json") { Description = "Print a JSON object a line, as the source 'posttroll' makes metadata of a message." };
        var command = new Command("listen", "Print messages as they come. Ctrl-C ends it.") { topics, addresses, services, nameserver, count, json };
        command.SetAction((parsed, stop) => Task.FromResult(Listen(parsed.GetValue(topics)!, parsed.GetValue(addresses)!, parsed.GetValue(services)!, parsed.GetValue(nameserver)!, parsed.GetValue(count) ?? int.MaxValue, parsed.GetValue(json), stop)));
        return command;
    }

    private static int Listen(string[] topics, string[] addresses, string[] names, string nameserver, int count, bool json, CancellationToken stop)
    {
        using var end = CancellationTokenSource.CreateLinkedTokenSource(stop);
        var services = CommandServices.Create();
        var setting = PosttrollServices.Setting(services);
        var printer = new MessagePrinter(json, count, end);
        using var subscriber = new Subscriber(setting, printer);
        string[] wanted = topics.Length == 0 ? [Topic.Complete("")] : [.. topics.Select(Topic.Complete)];
        foreach (var address in addresses)
            subscriber.Add(address, wanted, setting.Settings.IsSecure, isFeed: false, exception => printer.Refuse(address, exception));
        var finding = Task.CompletedTask;
        if (addresses.Length == 0 || names.Length > 0)
        {
            var finder = new PublisherFinder(subscriber, setting, names.Length == 0 ? [""] : names, wanted, nameserver, follows: true, Timeout, Refresh, services, "listen");
            printer.Finder = finder;
            finding = Task.Factory.StartNew(() => finder.Run(end.Token), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
        }

        subscriber.Run(end.Token);
        end.Cancel();
        finding.GetAwaiter().GetResult();
        return printer.Refused ? ExitCode.Configuration : ExitCode.Ok;
    }
}
