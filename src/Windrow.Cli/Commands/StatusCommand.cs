using System.CommandLine;
using System.Text.Json;
using Windrow.Cli.Control;
using Windrow.Cli.Reports;

namespace Windrow.Cli.Commands;

/// <summary><c>windrow status|pause|resume FLOW</c>: what is asked of a running flow.</summary>
internal static class StatusCommand
{
    public static Command Create()
    {
        var flow = FlowStateDirectory.Argument();
        var json = new Option<bool>("--json") { Description = "Print JSON." };
        var watch = new Option<bool>("--watch") { Description = "Look again and again, with rates: in a terminal in one place, elsewhere a line each time; Ctrl-C ends it." };
        var interval = new Option<double>("--interval") { Description = "With --watch: seconds between two looks.", DefaultValueFactory = static _ => 1, HelpName = "SECONDS" };
        interval.MustBe(0.1, 3600.0);
        var command = new Command("status", "Tell how a running flow stands: sources, actions, queues, errors.") { flow, OverlayOption.OfAll, json, watch, interval };
        command.Validators.Add(result =>
        {
            if (result.GetValue(json) && result.GetValue(watch))
                result.AddError("--json and --watch do not go together; ask again and again for JSON.");
        });
        command.SetAction((parsed, stop) => parsed.GetValue(watch) ? Watch(parsed.GetValue(flow)!, TimeSpan.FromSeconds(parsed.GetValue(interval)), stop) : Task.FromResult(Ask(parsed.GetValue(flow)!, """{"do":"status"}""", status =>
        {
            if (parsed.GetValue(json))
                Console.Out.WriteLine(status.GetRawText());
            else
                StatusReport.Print(status, Console.Out);
        })));
        return command;
    }

    public static Command CreatePause() => Hold("pause", "Hold a source or plan of a running flow back. Messages wait in front of it.");

    public static Command CreateResume() => Hold("resume", "Let a source or plan go on that was paused.");

    private static Command Hold(string name, string description)
    {
        var flow = FlowStateDirectory.Argument();
        var source = new Option<string?>("--source") { Description = "Name of the source." };
        var plan = new Option<string?>("--plan") { Description = "Name of the plan." };
        var command = new Command(name, description) { flow, OverlayOption.OfAll, source, plan };
        command.SetAction(parsed =>
        {
            var (one, other) = (parsed.GetValue(source), parsed.GetValue(plan));
            if (one is null == other is null)
            {
                Console.Error.WriteLine("windrow: name either a --source or a --plan");
                return ExitCode.Usage;
            }

            var key = one is null ? "plan" : "source";
            return Ask(parsed.GetValue(flow)!, $$"""{"do":"{{name}}","{{key}}":{{JsonSerializer.Serialize(one ?? other, JsonText.Default.String)}}}""", static _ => { });
        });
        return command;
    }

    private static async Task<int> Watch(string flow, TimeSpan interval, CancellationToken stop)
    {
        var services = CommandServices.Create();
        if (FlowStateDirectory.Of(flow, services) is not { Directory: var directory })
            return ExitCode.Configuration;
        try
        {
            if (await new StatusWatching(directory, services, interval).Run(stop).ConfigureAwait(false))
                return ExitCode.Ok;
            await Console.Error.WriteLineAsync($"windrow: no process runs '{flow}'").ConfigureAwait(false);
            return ExitCode.Findings;
        }
        catch (IOException exception)
        {
            await Console.Error.WriteLineAsync($"windrow: {exception.Message}").ConfigureAwait(false);
            return ExitCode.RunTime;
        }
    }

    private static int Ask(string flow, string request, System.Action<JsonElement> print)
    {
        var services = CommandServices.Create();
        if (FlowStateDirectory.Of(flow, services) is not { Directory: var directory })
            return ExitCode.Configuration;
        try
        {
            using var answer = ControlClient.Ask(directory, request);
            if (answer is null)
            {
                Console.Error.WriteLine($"windrow: no process runs '{flow}'");
                return ExitCode.Findings;
            }

            if (answer.RootElement.TryGetProperty("error", out var error))
            {
                Console.Error.WriteLine($"windrow: {error.GetString()}");
                return ExitCode.Findings;
            }

            print(answer.RootElement);
            return ExitCode.Ok;
        }
        catch (IOException exception)
        {
            Console.Error.WriteLine($"windrow: {exception.Message}");
            return ExitCode.RunTime;
        }
    }
}
