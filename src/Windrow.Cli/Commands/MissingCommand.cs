using System.CommandLine;
using System.Text.Json;
using Windrow.Cli.Control;
using Windrow.Cli.Reports;
using Windrow.Core;
using Windrow.Core.Expectations;
using Windrow.Core.Flows;
using Windrow.Core.Messages;

namespace Windrow.Cli.Commands;

/// <summary><c>windrow missing FLOW</c></summary>
internal static class MissingCommand
{
    public static Command Create()
    {
        var flow = new Argument<string>("flow") { Description = "The flow file." };
        var at = new Option<string?>("--at") { Description = "The moment to be judged, such as 2026-07-29T05:40Z, within the last seven days or to come; by default now." };
        var all = new Option<bool>("--all") { Description = "List everything of the last seven days that was not as expected, and not only what is so now." };
        var json = new Option<bool>("--json") { Description = "Print JSON." };
        var command = new Command("missing", "Tell what of a flow's expectations is late, short, missing or there twice, and why. Exit status 1 when anything is.") { flow, OverlayOption.Create(out var overlays), at, all, json };
        command.SetAction(parsed =>
        {
            var services = CommandServices.Create();
            DateTime? moment = null;
            if (parsed.GetValue(at) is { } text)
            {
                if (!TimeText.TryParse(text, out var read))
                {
                    Console.Error.WriteLine($"windrow: '{text}' is no time; write for example 2026-07-29T05:40Z");
                    return ExitCode.Usage;
                }

                moment = read;
            }

            var file = new FlowFile(services, CompositionRoot.PlugIns()) { Overlays = parsed.GetValue(overlays)! };
            if (file.Read(parsed.GetValue(flow)!) is not { } definition)
            {
                FindingsPrinter.Print(file.Diagnostics);
                return ExitCode.Configuration;
            }

            return Tell(definition, services, moment, parsed.GetValue(all), parsed.GetValue(json));
        });
        return command;
    }

    private static int Tell(FlowDefinition flow, EngineServices services, DateTime? at, bool all, bool json)
    {
        if (!flow.Plans.Any(static plan => plan.Expectations.Count > 0))
        {
            Console.Error.WriteLine($"windrow: no plan of '{flow.Name}' expects anything; write 'expect: {{every: 15min, within: 8min}}' or the like into a plan");
            return ExitCode.Configuration;
        }

        try
        {
            using var report = Ask(flow, at, all) ?? Look(flow, services, at ?? services.Time.GetUtcNow().UtcDateTime, all);
            if (report is null)
                return ExitCode.Findings;
            if (report.RootElement.TryGetProperty("error", out var error))
            {
                Console.Error.WriteLine($"windrow: {error.GetString()}");
                return ExitCode.RunTime;
            }

            if (json)
                Console.Out.WriteLine(report.RootElement.GetRawText());
            var isGood = json ? report.RootElement.GetProperty("as_expected").GetBoolean() : MissingReport.Print(report.RootElement, Console.Out);
            return isGood ? ExitCode.Ok : ExitCode.Findings;
        }
        catch (IOException exception)
        {
            Console.Error.WriteLine($"windrow: {exception.Message}");
            return ExitCode.RunTime;
        }
    }

    // The process that runs the flow knows more than what is kept: what is under way.
    private static JsonDocument? Ask(FlowDefinition flow, DateTime? at, bool all)
    {
        if (flow.StateDirectory is null)
            return null;
        var moment = at is { } time ? $",\"at\":\"{TimeText.Format(time)}\"" : "";
        return ControlClient.Ask(flow.StateDirectory, $"{{\"do\":\"missing\",\"all\":{(all ? "true" : "false")}{moment}}}");
    }

    private static JsonDocument? Look(FlowDefinition flow, EngineServices services, DateTime at, bool all)
    {
        if (flow.State is null || !services.States!.Exists(flow.State))
        {
            Console.Error.WriteLine(flow.State is null
                ? "windrow: this flow keeps no state ('settings.state: none'), so that nobody knows what came"
                : $"windrow: there is no state in '{flow.State}': the flow has not run, so that nobody knows what came");
            return null;
        }

        using var reader = services.States.Look(flow.State);
        return JsonDocument.Parse(MissingReport.Json(flow.Name, at, isRunning: false, Standings.Of(flow, reader, at, all)));
    }
}
