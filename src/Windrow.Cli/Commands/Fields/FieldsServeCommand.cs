using System.CommandLine;
using Microsoft.Extensions.Logging;

namespace Windrow.Cli.Commands.Fields;

/// <summary><c>windrow fields serve PLAN</c></summary>
internal static class FieldsServeCommand
{
    public static Command Create()
    {
        var plan = new Argument<string>("plan") { Description = "The plan file." };
        var server = new Option<string>("--server") { Description = "The server section; by default 'server', or the only one.", HelpName = "name" };
        var port = new Option<int?>("--port") { Description = "The port of this process, which says which of the servers it is.", HelpName = "number" };
        var json = new Option<bool>("--json") { Description = "Print what the run did as JSON on standard output." };
        var verbose = new Option<bool>("--verbose", "-v") { Description = "Log everything." };
        var quiet = new Option<bool>("--quiet", "-q") { Description = "Log errors only, and show no progress." };
        var metrics = new Option<string?>("--metrics") { Description = "Serve /metrics for Prometheus at this port of the loopback address, or at this host and port." };
        var discard = new Option<bool>("--discard-state") { Description = "Give up state of an earlier run that does not fit the plans." };
        var command = new Command("serve", "Be a server of a plan file until all clients have opened and closed. SIGTERM drains it. Under mpirun, start one for each server.")
        {
            plan, server, port, json, verbose, quiet, metrics, discard,
        };
        port.MustBe(1, 65_535);
        command.SetAction(parsed =>
        {
            var least = parsed.GetValue(verbose) ? LogLevel.Debug : parsed.GetValue(quiet) ? LogLevel.Error : LogLevel.Warning;
            var services = CommandServices.Create(least);
            var path = parsed.GetValue(plan)!;
            using var run = new FlowRunning(path, services, CompositionRoot.PlugIns())
            {
                Section = parsed.GetValue(server) ?? ServerSection.Default(path, services),
                Port = parsed.GetValue(port),
                Json = parsed.GetValue(json),
                Quiet = parsed.GetValue(quiet),
                Metrics = parsed.GetValue(metrics),
                DiscardState = parsed.GetValue(discard),
            };
            return run.ToEnd().GetAwaiter().GetResult();
        });
        return command;
    }
}
