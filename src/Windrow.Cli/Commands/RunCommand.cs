using System.CommandLine;
using Microsoft.Extensions.Logging;

namespace Windrow.Cli.Commands;

/// <summary><c>windrow run FLOW</c></summary>
internal static class RunCommand
{
    public static Command Create()
    {
        var flow = new Argument<string>("flow") { Description = "The flow file, or a plan file of multio." };
        var section = new SectionOptions();
        var once = new Option<bool>("--once") { Description = "Take what is there now, finish it, and exit." };
        var json = new Option<bool>("--json") { Description = "Print what the run did as JSON on standard output." };
        var verbose = new Option<bool>("--verbose", "-v") { Description = "Log everything." };
        var quiet = new Option<bool>("--quiet", "-q") { Description = "Log errors only, and show no progress." };
        var metrics = new Option<string?>("--metrics") { Description = "Serve /metrics for Prometheus at this port of the loopback address, or at this host and port." };
        var discard = new Option<bool>("--discard-state") { Description = "Give up state that does not fit the flow: of an earlier run at the start, of plans that changed on a reload (SIGHUP)." };
        var command = new Command("run", "Run a flow until it ends or is stopped. SIGTERM and Ctrl-C drain it, a second one stops at once, SIGHUP reloads the file.") { flow, OverlayOption.Create(out var overlays), once, json, verbose, quiet, metrics, discard };
        section.AddTo(command);
        command.SetAction(parsed =>
        {
            var least = parsed.GetValue(verbose) ? LogLevel.Debug : parsed.GetValue(quiet) ? LogLevel.Error : LogLevel.Warning;
            using var run = new FlowRunning(parsed.GetValue(flow)!, CommandServices.Create(least), CompositionRoot.PlugIns())
            {
                Section = section.Of(parsed),
                Port = parsed.GetValue(section.Port),
                Overlays = parsed.GetValue(overlays)!,
                Once = parsed.GetValue(once),
                Json = parsed.GetValue(json),
                Quiet = parsed.GetValue(quiet),
                Metrics = parsed.GetValue(metrics),
                DiscardState = parsed.GetValue(discard),
            };

            // It sees to signals itself: an asynchronous action would be given up two seconds after SIGTERM, drained or not.
            return run.ToEnd().GetAwaiter().GetResult();
        });
        return command;
    }
}
