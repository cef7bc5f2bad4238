using System.Globalization;
using System.Text;
using Windrow.Core;
using Windrow.Core.Errors;
using Windrow.Core.Expectations;
using Windrow.Core.Flows;
using Windrow.Core.Programs;
using Windrow.Core.Resources;

namespace Windrow.Cli.Metrics;

/// <summary>The counters of a flow in the text format of Prometheus (exposition format 0.0.4).</summary>
internal static class MetricsText
{
    private static readonly string[] Classes = [.. Enum.GetNames<ErrorClass>().Select(static name => name.ToLowerInvariant())];

    public static string Of(FlowHost host, EngineServices services)
    {
        var text = new StringBuilder();
        var flow = Label("flow", host.Definition.Name);
        var counts = host.Counts();
        Family(text, "windrow_messages_total", "counter", "Messages of the sources by what became of them.");
        foreach (var (outcome, value) in new[]
        {
            ("delivered", counts.Delivered), ("absorbed", counts.Absorbed), ("stored", counts.Stored), ("dropped", counts.Dropped), ("unmatched", counts.Unmatched), ("dead", counts.Dead),
        })
            Sample(text, "windrow_messages_total", $"{flow},{Label("outcome", outcome)}", value);
        Family(text, "windrow_messages_open", "gauge", "Messages accepted and not settled.");
        Sample(text, "windrow_messages_open", flow, counts.Open);
        Family(text, "windrow_dead_letters_total", "counter", "Dead letters of this run.");
        Sample(text, "windrow_dead_letters_total", flow, services.DeadLetters.Count);
        Family(text, "windrow_host_reachable", "gauge", "1 while a host outside answers, 0 while it is left alone.");
        foreach (var outside in services.Outside.All)
            Sample(text, "windrow_host_reachable", $"{flow},{Label("host", outside.Name)}", outside.IsReachable ? 1 : 0);
        Family(text, "windrow_inputs_removed_total", "counter", "Inputs removed as they were kept long enough.");
        Sample(text, "windrow_inputs_removed_total", flow, host.InputsRemoved);
        Resources(text, flow, host.Resources());
        Expectations(text, flow, Standings.Of(host, services.Time.GetUtcNow().UtcDateTime, all: false, isBlaming: false), host);
        var plans = host.Plans();
        Actions(text, flow, plans);
        Stages(text, flow, plans, host, services);
        Programs(text, flow, host.Shared.Get<ProgramBoard>().Look());
        Family(text, "windrow_fold_owed", "gauge", "Messages that folds took in since their last checkpoint.");
        foreach (var plan in plans)
            Sample(text, "windrow_fold_owed", $"{flow},{Label("plan", plan.Name)}", plan.Owed);
        return text.ToString();
    }

    private static void Expectations(StringBuilder text, string flow, IReadOnlyList<ExpectationStanding> standings, FlowHost host)
    {
        if (standings.Count == 0)
            return;
        Family(text, "windrow_expectation", "gauge", "How the last result stands that was due: 1 for its state.");
        foreach (var standing in standings)
        {
            var labels = $"{flow},{Label("plan", standing.Expectation.Plan)},{Label("expectation", standing.Expectation.Name)}";
            foreach (var state in Enum.GetValues<OccurrenceState>())
                Sample(text, "windrow_expectation", $"{labels},{Label("state", state.ToString().ToLowerInvariant())}", (standing.Latest?.State ?? OccurrenceState.Waiting) == state ? 1 : 0);
        }

        Family(text, "windrow_expectation_troubles", "gauge", "Results that are not as expected: the last that was due, and those that may still come.");
        foreach (var standing in standings)
            Sample(text, "windrow_expectation_troubles", $"{flow},{Label("plan", standing.Expectation.Plan)},{Label("expectation", standing.Expectation.Name)}", standing.Troubles.Count);
        Family(text, "windrow_expectation_told_total", "counter", "How often a state was told in this run.");
        foreach (var (plan, expectation, state, count) in host.ToldExpectations)
            Sample(text, "windrow_expectation_told_total", $"{flow},{Label("plan", plan)},{Label("expectation", expectation)},{Label("state", state.ToString().ToLowerInvariant())}", count);
    }

    private static void Resources(StringBuilder text, string flow, ResourceStatus status)
    {
        if (status.MemoryLimit is { } limit)
        {
            Family(text, "windrow_resource_memory_bytes", "gauge", "Memory that the work under way was let in for, and what there is.");
            Sample(text, "windrow_resource_memory_bytes", $"{flow},{Label("state", "used")}", status.MemoryUsed);
            Sample(text, "windrow_resource_memory_bytes", $"{flow},{Label("state", "limit")}", limit);
        }

        if (status.Classes.Count > 0)
            Family(text, "windrow_resource_class", "gauge", "Work of a resource class that is under way, and how much may be.");
        foreach (var each in status.Classes)
        {
            Sample(text, "windrow_resource_class", $"{flow},{Label("class", each.Name)},{Label("state", "used")}", each.Used);
            Sample(text, "windrow_resource_class", $"{flow},{Label("class", each.Name)},{Label("state", "limit")}", each.Limit);
        }

        if (status.MemoryLimit is null && status.Classes.Count == 0)
            return;
        Family(text, "windrow_resource_waiting", "gauge", "Workers that wait for memory or a resource class.");
        Sample(text, "windrow_resource_waiting", flow, status.Waiting.Count);
    }

    private static void Actions(StringBuilder text, string flow, IReadOnlyList<PlanStatus> plans)
    {
        foreach (var (name, help, value) in new (string, string, Func<Core.Plans.ActionCounters, long>)[]
        {
            ("windrow_action_in_total", "Messages that an action got.", static counters => counters.In),
            ("windrow_action_out_total", "Messages that an action passed on or delivered.", static counters => counters.Out + counters.Delivered),
            ("windrow_action_absorbed_total", "Messages that an action took in.", static counters => counters.Absorbed),
            ("windrow_action_dropped_total", "Messages that an action let go.", static counters => counters.Dropped),
            ("windrow_action_retried_total", "Tries that were put off.", static counters => counters.Retried),
            ("windrow_action_late_total", "Messages of those that came too late for the set that they belong to.", static counters => counters.Late),
        })
        {
            Family(text, name, "counter", help);
            foreach (var plan in plans)
            {
                foreach (var (path, counters) in plan.Actions)
                    Sample(text, name, $"{flow},{Label("plan", plan.Name)},{Label("action", path)}", value(counters));
            }
        }

        Family(text, "windrow_action_errors_total", "counter", "Failures of an action by their class.");
        foreach (var plan in plans)
        {
            foreach (var (path, counters) in plan.Actions)
            {
                for (var i = 0; i < Classes.Length; i++)
                    Sample(text, "windrow_action_errors_total", $"{flow},{Label("plan", plan.Name)},{Label("action", path)},{Label("class", Classes[i])}", counters.Failures[i]);
            }
        }
    }

    private static void Stages(StringBuilder text, string flow, IReadOnlyList<PlanStatus> plans, FlowHost host, EngineServices services)
    {
        var queues = (host.Store.IsOpen ? host.Store.Open().QueuesNow() : null)?.ToDictionary(static queue => queue.Name) ?? [];
        Family(text, "windrow_stage_messages", "gauge", "Messages in front of a stage, those being worked on included.");
        Family(text, "windrow_stage_bytes", "gauge", "Their bytes: in memory, or in the store for a durable stage.");
        Family(text, "windrow_stage_oldest_seconds", "gauge", "Age of the oldest of them.");
        foreach (var plan in plans)
        {
            foreach (var stage in plan.Stages)
            {
                var labels = $"{flow},{Label("plan", plan.Name)},{Label("stage", stage.Name)}";
                var queue = stage.IsDurable ? queues.GetValueOrDefault(stage.Name) : null;
                Sample(text, "windrow_stage_messages", labels, stage.Count);
                Sample(text, "windrow_stage_bytes", labels, queue?.Bytes ?? stage.Bytes);
                if ((queue is null ? stage.OldestAge : services.Time.GetUtcNow() - queue.Oldest) is { } age)
                    Sample(text, "windrow_stage_oldest_seconds", labels, age.TotalSeconds);
            }
        }
    }

    private static void Programs(StringBuilder text, string flow, IReadOnlyList<(string Action, ProgramStatus Status)> programs)
    {
        if (programs.Count == 0)
            return;
        foreach (var (name, type, help, value) in new (string, string, string, Func<ProgramStatus, double>)[]
        {
            ("windrow_program_processes", "gauge", "Processes of an exec action that are there.", static status => status.Processes.Count),
            ("windrow_program_busy", "gauge", "Those of them that work on a message.", static status => status.Busy),
            ("windrow_program_memory_bytes", "gauge", "Memory that they, and what they have started, hold for themselves.", static status => status.Memory),
            ("windrow_program_started_total", "counter", "Processes that were started.", static status => status.Started),
            ("windrow_program_messages_total", "counter", "Messages that they worked on, well or not.", static status => status.Messages),
            ("windrow_program_seconds_total", "counter", "How long they worked on these.", static status => status.Seconds),
        })
        {
            Family(text, name, type, help);
            foreach (var (action, status) in programs)
                Sample(text, name, Of(action), value(status));
        }

        Family(text, "windrow_program_bytes_total", "counter", "Payload that they were given, and that they made.");
        foreach (var (action, status) in programs)
        {
            Sample(text, "windrow_program_bytes_total", $"{Of(action)},{Label("direction", "in")}", status.BytesIn);
            Sample(text, "windrow_program_bytes_total", $"{Of(action)},{Label("direction", "out")}", status.BytesOut);
        }

        Family(text, "windrow_program_ends_total", "counter", "Processes that ended otherwise than asked or were replaced, by cause.");
        foreach (var (action, status) in programs)
        {
            foreach (var (cause, count) in status.Ends)
                Sample(text, "windrow_program_ends_total", $"{Of(action)},{Label("cause", cause.ToString().ToLowerInvariant())}", count);
        }

        string Of(string action) => $"{flow},{Label("plan", action[..action.LastIndexOf('/')])},{Label("action", action[(action.LastIndexOf('/') + 1)..])}";
    }

    private static void Family(StringBuilder text, string name, string type, string help) =>
        text.Append("# HELP ").Append(name).Append(' ').Append(help).Append("\n# TYPE ").Append(name).Append(' ').Append(type).Append('\n');

    private static void Sample(StringBuilder text, string name, string labels, double value) =>
        text.Append(name).Append('{').Append(labels).Append("} ").Append(value.ToString("R", CultureInfo.InvariantCulture)).Append('\n');

    private static string Label(string name, string value) =>
        $"{name}=\"{value.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal).Replace("\n", "\\n", StringComparison.Ordinal)}\"";
}
