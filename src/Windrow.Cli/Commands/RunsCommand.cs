using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using Windrow.Core;
using Windrow.Core.Leases;
using Windrow.Core.Messages;
using Windrow.Core.Runs;
using Windrow.Core.State;

namespace Windrow.Cli.Commands;

/// <summary><c>windrow runs FLOW</c></summary>
internal static class RunsCommand
{
    public static Command Create()
    {
        var flow = FlowStateDirectory.Argument();
        var most = new Option<int>("--most") { Description = "How many to list.", DefaultValueFactory = static _ => 50 };
        most.MustBe(1, int.MaxValue);
        var json = new Option<bool>("--json") { Description = "Print a JSON object a line." };
        var command = new Command("runs", "List the runs of a flow on its state, the newest first.") { flow, OverlayOption.OfAll, most, json };
        command.SetAction(parsed =>
        {
            var services = CommandServices.Create();
            return FlowStateDirectory.Look(parsed.GetValue(flow)!, services, state =>
            {
                foreach (var run in state.ReadRuns(long.MaxValue, parsed.GetValue(most)))
                {
                    var end = run.Ended is { } ended ? Word(ended) : IsRunning(run, state, services) ? "running" : Word(RunEnd.Killed);
                    Console.Out.WriteLine(parsed.GetValue(json) ? Json(run, end) : Line(run, end));
                }

                return ExitCode.Ok;
            });
        });
        return command;
    }

    // A process that was killed could not say so. On this host it can be looked for, on another one its lease tells.
    private static bool IsRunning(FlowRun run, IStateReader state, EngineServices services) =>
        run.Process.Host == services.Process.Host
            ? services.Files.Find(string.Create(CultureInfo.InvariantCulture, $"/proc/{run.Process.Id}")) is not null
            : state.FindLease(FlowLease.Name, run.Instance) is { } lease && lease.Holder == run.Process && services.Time.GetUtcNow() < lease.Until;

    private static string Word(RunEnd end) => end.ToString().ToLowerInvariant();

    private static string Line(FlowRun run, string end) => string.Create(
        CultureInfo.InvariantCulture,
        $"{run.Number,6}  {Seconds(run.Start)}  {(run.End is { } at ? Seconds(at) : "-"),-20}  {end,-7}  {run.Configuration}  windrow {run.Version}  {run.Process}{(run.Instance.Length == 0 ? "" : $" ({run.Instance})")}");

    private static string Seconds(DateTimeOffset time) => TimeText.Format(new DateTime(time.UtcTicks - (time.UtcTicks % TimeSpan.TicksPerSecond), DateTimeKind.Utc));

    private static string Json(FlowRun run, string end)
    {
        using var stream = new MemoryStream();
        using (var writer = new Utf8JsonWriter(stream))
        {
            writer.WriteStartObject();
            writer.WriteNumber("number", run.Number);
            writer.WriteString("start", TimeText.Format(run.Start.UtcDateTime));
            writer.WriteString("end", run.End is { } at ? TimeText.Format(at.UtcDateTime) : null);
            writer.WriteString("ended", end);
            writer.WriteString("configuration", run.Configuration);
            writer.WriteString("version", run.Version);
            writer.WriteString("host", run.Process.Host);
            writer.WriteNumber("process", run.Process.Id);
            if (run.Instance.Length > 0)
                writer.WriteString("instance", run.Instance);
            writer.WriteEndObject();
        }

        return System.Text.Encoding.UTF8.GetString(stream.ToArray());
    }
}
