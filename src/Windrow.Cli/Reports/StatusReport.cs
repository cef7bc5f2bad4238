using System.Buffers;
using System.Globalization;
using System.Text.Json;
using Windrow.Core;
using Windrow.Core.Errors;
using Windrow.Core.Expectations;
using Windrow.Core.Flows;
using Windrow.Core.Messages;
using Windrow.Core.Programs;
using Windrow.Core.State;

namespace Windrow.Cli.Reports;

/// <summary>How a running flow stands: its sources, plans, actions and queues.</summary>
internal static class StatusReport
{
    private static readonly string[] Classes = [.. Enum.GetNames<ErrorClass>().Select(static name => name.ToLowerInvariant())];

    /// <summary>As one line of JSON.</summary>
    public static byte[] Json(FlowHost host, EngineServices services)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(buffer))
            Write(writer, host, services);
        return [.. buffer.WrittenSpan, (byte)'\n'];
    }

    /// <summary>For people, of what <see cref="Json"/> wrote.</summary>
    public static void Print(JsonElement status, TextWriter output)
    {
        output.WriteLine($"{status.GetProperty("flow").GetString()}: {status.GetProperty("state").GetString()}, process {status.GetProperty("process").GetInt32()}");
        var counts = status.GetProperty("counts");
        output.WriteLine("  " + string.Join(", ", counts.EnumerateObject().Where(static entry => entry.Name == "accepted" || entry.Value.GetInt64() > 0).Select(static entry => $"{entry.Value.GetInt64()} {entry.Name}")));
        if (status.GetProperty("inputs_removed").GetInt64() is > 0 and var removed)
            output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"  {removed} inputs removed that were kept long enough"));
        foreach (var source in status.GetProperty("sources").EnumerateArray())
            output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"  source {source.GetProperty("name").GetString(),-24} {source.GetProperty("type").GetString(),-10} open {source.GetProperty("open").GetInt64(),-9}{Flag(source, "paused")}{Flag(source, "ended")}"));
        foreach (var outside in status.GetProperty("hosts").EnumerateArray().Where(static outside => !outside.GetProperty("reachable").GetBoolean()))
            output.WriteLine($"  host {outside.GetProperty("name").GetString()} is left alone until {outside.GetProperty("until").GetString()}: {outside.GetProperty("reason").GetString()}");
        if (status.TryGetProperty("state_trouble", out var trouble))
            output.WriteLine($"  the state cannot be written: {trouble.GetString()}");
        MissingReport.PrintTroubles(status.GetProperty("expectations"), output);
        ResourceReport.Print(status.GetProperty("resources"), output);
        foreach (var plan in status.GetProperty("plans").EnumerateArray())
            PrintPlan(status, plan, output);
    }

    private static void PrintPlan(JsonElement status, JsonElement plan, TextWriter output)
    {
        output.WriteLine($"  plan {plan.GetProperty("name").GetString()}{Flag(plan, "paused")}");
        foreach (var action in plan.GetProperty("actions").EnumerateArray())
        {
            var errors = action.GetProperty("errors").EnumerateObject().Where(static entry => entry.Value.GetInt64() > 0).Select(static entry => $"{entry.Value.GetInt64()} {entry.Name}").ToList();
            output.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"    {action.GetProperty("action").GetString(),-24} in {action.GetProperty("in").GetInt64(),-9} out {action.GetProperty("out").GetInt64(),-9} dropped {action.GetProperty("dropped").GetInt64(),-7}{(errors.Count == 0 ? "" : " errors: " + string.Join(", ", errors))}"));
            if (action.TryGetProperty("retrying", out var retrying))
                PrintRetrying(retrying, output);
            foreach (var line in ProgramReport.Lines(status, $"{plan.GetProperty("name").GetString()}/{action.GetProperty("action").GetString()}"))
                output.WriteLine(line);
        }

        foreach (var stage in plan.GetProperty("stages").EnumerateArray())
        {
            if (stage.GetProperty("count").GetInt64() == 0)
                continue;
            var oldest = stage.TryGetProperty("oldest", out var at) ? $", the oldest of {at.GetString()}" : "";
            output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"    queue {stage.GetProperty("name").GetString(),-24} {stage.GetProperty("count").GetInt64()} messages, {stage.GetProperty("bytes").GetInt64()} bytes{oldest}"));
        }
    }

    private static void PrintRetrying(JsonElement retrying, TextWriter output)
    {
        var how = retrying.TryGetProperty("attempts", out var attempts)
            ? string.Create(CultureInfo.InvariantCulture, $"try {retrying.GetProperty("attempt").GetInt64()} of {attempts.GetInt64()} ({retrying.GetProperty("policy").GetString()})")
            : "as often as it takes: what it waits for, such as room on the disk, is not there";
        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"      {retrying.GetProperty("count").GetInt64()} to be tried again, the first at {retrying.GetProperty("next").GetString()}, {how}"));
    }

    private static string Flag(JsonElement element, string name) => element.GetProperty(name).GetBoolean() ? $" {name}" : "";

    private static void Write(Utf8JsonWriter writer, FlowHost host, EngineServices services)
    {
        var counts = host.Counts();
        writer.WriteStartObject();
        writer.WriteString("flow", host.Definition.Name);
        writer.WriteString("state", host.State.ToString().ToLowerInvariant());
        writer.WriteNumber("process", Environment.ProcessId);
        writer.WriteString("version", ThisProgram.Version);
        writer.WriteStartObject("counts");
        foreach (var (name, value) in new[]
        {
            ("accepted", counts.Accepted), ("delivered", counts.Delivered), ("absorbed", counts.Absorbed), ("stored", counts.Stored),
            ("dropped", counts.Dropped), ("unmatched", counts.Unmatched), ("dead", services.DeadLetters.Count), ("open", counts.Open),
        })
            writer.WriteNumber(name, value);
        writer.WriteEndObject();
        writer.WriteNumber("inputs_removed", host.InputsRemoved);
        writer.WriteStartArray("sources");
        foreach (var source in host.Sources())
        {
            writer.WriteStartObject();
            writer.WriteString("name", source.Name);
            writer.WriteString("type", source.Type);
            writer.WriteNumber("open", source.Open);
            writer.WriteBoolean("paused", source.IsPaused);
            writer.WriteBoolean("ended", source.HasEnded);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
        writer.WriteStartArray("hosts");
        foreach (var outside in services.Outside.All)
        {
            writer.WriteStartObject();
            writer.WriteString("name", outside.Name);
            writer.WriteBoolean("reachable", outside.IsReachable);
            writer.WriteString("since", TimeText.Format(outside.Since.UtcDateTime));
            if (outside.Until is { } until)
                writer.WriteString("until", TimeText.Format(until.UtcDateTime));
            if (outside.Reason is not null)
                writer.WriteString("reason", outside.Reason);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
        MissingReport.WriteAll(writer, Standings.Of(host, services.Time.GetUtcNow().UtcDateTime, all: false));
        ResourceReport.Write(writer, host.Resources());
        ProgramReport.Write(writer, host.Shared.Get<ProgramBoard>().Look());
        var queues = (host.Store.IsOpen ? host.Store.Open().QueuesNow() : null)?.ToDictionary(static queue => queue.Name) ?? [];
        if (host.Store.Trouble is { } trouble)
            writer.WriteString("state_trouble", trouble.Message);
        writer.WriteStartArray("plans");
        foreach (var plan in host.Plans())
            WritePlan(writer, plan, queues, services.Time.GetUtcNow());
        writer.WriteEndArray();
        writer.WriteEndObject();
    }

    private static void WritePlan(Utf8JsonWriter writer, PlanStatus plan, Dictionary<string, QueueInfo> queues, DateTimeOffset now)
    {
        writer.WriteStartObject();
        writer.WriteString("name", plan.Name);
        writer.WriteBoolean("paused", plan.IsPaused);
        writer.WriteNumber("owed", plan.Owed);
        writer.WriteStartArray("actions");
        foreach (var (path, counters) in plan.Actions)
        {
            writer.WriteStartObject();
            writer.WriteString("action", path);
            writer.WriteNumber("in", counters.In);
            writer.WriteNumber("out", counters.Out + counters.Delivered);
            writer.WriteNumber("absorbed", counters.Absorbed);
            writer.WriteNumber("dropped", counters.Dropped);
            writer.WriteNumber("retried", counters.Retried);
            writer.WriteNumber("dead", counters.Dead);
            writer.WriteStartObject("errors");
            for (var i = 0; i < Classes.Length; i++)
                writer.WriteNumber(Classes[i], counters.Failures[i]);
            writer.WriteEndObject();
            if (plan.Retries.FirstOrDefault(retries => retries.Action == path) is { } retries)
                WriteRetrying(writer, retries);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
        writer.WriteStartArray("stages");
        foreach (var stage in plan.Stages)
        {
            writer.WriteStartObject();
            writer.WriteString("name", stage.Name);
            writer.WriteBoolean("durable", stage.IsDurable);
            writer.WriteNumber("count", stage.Count);
            var queue = stage.IsDurable ? queues.GetValueOrDefault(stage.Name) : null;
            writer.WriteNumber("bytes", queue?.Bytes ?? stage.Bytes);
            if ((queue is null ? now - stage.OldestAge : queue.Oldest) is { } oldest)
                writer.WriteString("oldest", TimeText.Format(oldest.UtcDateTime));
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
        writer.WriteEndObject();
    }

    private static void WriteRetrying(Utf8JsonWriter writer, RetryStatus retries)
    {
        writer.WriteStartObject("retrying");
        writer.WriteNumber("count", retries.Count);
        writer.WriteString("next", TimeText.Format(retries.Next.UtcDateTime));
        writer.WriteNumber("attempt", retries.Attempt);
        if (retries.Policy is { } policy)
        {
            writer.WriteNumber("attempts", policy.Attempts);
            writer.WriteString("policy", policy.ToString());
        }

        writer.WriteEndObject();
    }
}
