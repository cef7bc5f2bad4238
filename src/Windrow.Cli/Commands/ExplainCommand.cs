using System.CommandLine;
using System.Text.Json;
using Windrow.Cli.Reports;
using Windrow.Core.Configuration;
using Windrow.Core.Errors;
using Windrow.Core.Filters;
using Windrow.Core.Flows;
using Windrow.Core.Messages;
using Windrow.Core.Plans;
using Windrow.Core.PlugIns;
using Windrow.Core.Sources;

namespace Windrow.Cli.Commands;

/// <summary><c>windrow explain FLOW --message FILE</c></summary>
internal static class ExplainCommand
{
    public static Command Create()
    {
        var flow = new Argument<string>("flow") { Description = "The flow file." };
        var message = new Option<string>("--message") { Description = "A file with messages, in any format that a source reads (GRIB, JSON lines).", Required = true };
        var json = new Option<bool>("--json") { Description = "Print one JSON object for each message and plan." };
        var limit = new Option<int>("--limit") { Description = "Explain at most this many messages.", DefaultValueFactory = _ => 20 };
        var command = new Command("explain", "Tell for every plan whether it would take a message, and which clause decides. Nothing is run.") { flow, OverlayOption.Create(out var overlays), message, json, limit };
        command.SetAction((parsed, stop) => Explain(parsed.GetValue(flow)!, parsed.GetValue(overlays)!, parsed.GetValue(message)!, parsed.GetValue(json), parsed.GetValue(limit), stop));
        return command;
    }

    private static async Task<int> Explain(string flowPath, string[] overlays, string messagePath, bool json, int limit, CancellationToken stop)
    {
        var services = CommandServices.Create();
        var plugIns = CompositionRoot.PlugIns();
        var file = new FlowFile(services, plugIns) { Overlays = overlays };
        var flow = file.Read(flowPath);
        FindingsPrinter.Print(file.Diagnostics);
        if (flow is null)
            return ExitCode.Configuration;
        if (services.Files.Find(messagePath) is not { IsDirectory: false })
        {
            await Console.Error.WriteLineAsync($"windrow: there is no file '{messagePath}'").ConfigureAwait(false);
            return ExitCode.Usage;
        }

        // The messages run through a flow of their own whose only plan explains; nothing of the real flow is made.
        var source = new OneFile(messagePath, plugIns);
        var taking = new HashSet<PlanDefinition>();
        var plan = new PlanDefinition(
            "explain", Constant.True, [], [new ActionDefinition("explain", 1, null, SourceLocation.None, () => new Explainer(flow, json, limit, taking))],
            RetryPolicy.Transient, "", SourceLocation.None);
        var host = new FlowHost(new FlowDefinition("explain", flow.Directory, [new SourceDefinition("message", "file", "", SourceLocation.None, () => source)], [plan], flow.Settings), services, once: true);
        host.Start();
        await host.SourcesEnded().ConfigureAwait(false);
        await host.DrainAsync(stop).ConfigureAwait(false);
        if (!json)
            RetryReport.Print([.. flow.Plans.Where(taking.Contains)], Console.Out);
        return host.Counts().Dead > 0 || host.LostSource ? ExitCode.RunTime : ExitCode.Ok;
    }

    private sealed class OneFile(string path, PlugInCatalog plugIns) : Source
    {
        public override SourcePromise Promise => SourcePromise.Replayable;

        public override async Task RunAsync(SourceContext context, CancellationToken stop)
        {
            var head = new byte[64];
            using (var stream = context.Services.Files.OpenRead(path))
                head = head[..await stream.ReadAtLeastAsync(head, head.Length, throwOnEndOfStream: false, stop).ConfigureAwait(false)];

            // JSON lines are the fallback, since they have no mark of their own.
            var reader = plugIns.Readers.FirstOrDefault(reader => reader.Recognises(path, head)) ?? plugIns.Readers.First(static reader => reader.Name == "lines");
            await reader.ReadAsync(new ContentInput(path, Metadata.Empty, () => context.Services.Files.OpenRead(path)), context, stop).ConfigureAwait(false);
        }
    }

    private sealed class Explainer(FlowDefinition flow, bool json, int limit, HashSet<PlanDefinition> taking) : PlanAction
    {
        private int _count;

        public override bool IsTerminal => true;

        public override void Process(Message message, Output output)
        {
            if (_count++ < limit)
                Explain(message);
            output.Deliver(message);
        }

        private void Explain(Message message)
        {
            if (!json)
                Console.Out.WriteLine($"{message.Origin} {message.Metadata.Materialise([])}");
            foreach (var plan in flow.Plans)
            {
                var why = plan.Filter.Explain(message.Metadata);
                if (why.Truth == Truth.True)
                    taking.Add(plan);
                var actions = why.Truth == Truth.True ? ExplainActions(plan, message) : [];
                if (json)
                {
                    PrintJson(message, plan, why, actions);
                    continue;
                }

                Console.Out.WriteLine($"  {(why.Truth == Truth.True ? "taken" : "not taken"),-10} {plan.Name}: {Decisive(why)}");
                foreach (var (path, line) in actions)
                    Console.Out.WriteLine($"             {path}: {line}");
            }
        }

        // Of the first action alone: what comes behind it decides about what that makes.
        private static List<(string Path, string Line)> ExplainActions(PlanDefinition plan, Message message)
        {
            var lines = new List<(string, string)>();
            if (plan.Actions is [var first, ..] && first.Create() is IExplainingAction action)
                lines.AddRange(action.Explain(message).Select(line => (first.Path, line)));
            return lines;
        }

        private static void PrintJson(Message message, PlanDefinition plan, Explanation why, List<(string Path, string Line)> actions)
        {
            using var stream = new MemoryStream();
            using (var writer = new Utf8JsonWriter(stream))
            {
                writer.WriteStartObject();
                writer.WriteString("message", message.Origin.ToString());
                writer.WriteString("plan", plan.Name);
                writer.WriteBoolean("taken", why.Truth == Truth.True);
                writer.WriteString("clause", why.Decisive.Text);
                writer.WriteString("at", why.Decisive.Clause.Source.ToString());
                writer.WriteString("tries", plan.Retry.ToString());
                if (actions.Count > 0)
                {
                    writer.WriteStartArray("actions");
                    foreach (var (path, line) in actions)
                        writer.WriteStringValue($"{path}: {line}");
                    writer.WriteEndArray();
                }

                writer.WriteEndObject();
            }

            Console.Out.WriteLine(System.Text.Encoding.UTF8.GetString(stream.ToArray()));
        }

        private static string Decisive(Explanation why)
        {
            var at = why.Decisive.Clause.Source.ToString();
            return at.Length == 0 ? why.Decisive.Text : $"{why.Decisive.Text} ({at})";
        }
    }
}
