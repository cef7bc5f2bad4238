using System.Globalization;
using System.Text.Json;
using Windrow.Core;
using Windrow.Core.Flows;
using Windrow.Core.Messages;

namespace Windrow.Cli.Reports;

/// <summary>What a run did: as a line, as a table at its end, or as JSON.</summary>
internal static class RunReport
{
    public static string Line(FlowHost host)
    {
        var counts = host.Counts();
        return string.Create(
            CultureInfo.InvariantCulture,
            $"{counts.Accepted} accepted, {counts.Delivered + counts.Absorbed + counts.Stored} done, {counts.Dropped} dropped, {counts.Unmatched} unmatched, {counts.Dead} dead, {counts.Open} open");
    }

    public static void Print(FlowHost host, EngineServices services, TextWriter output)
    {
        if (Console.IsErrorRedirected)
            PrintLines(host, output);
        else
            RunTable.Print(host, output);
        foreach (var letter in services.DeadLetters.List().Take(20))
            output.WriteLine($"  dead letter {letter.Id} from {letter.Origin}, {Where(letter.Plan, letter.Action)}: {letter.Failure}");
        if (services.DeadLetters.Count > 20)
            output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"  and {services.DeadLetters.Count - 20} more dead letters"));
        output.WriteLine($"{host.Definition.Name}: {Line(host)}");
    }

    private static void PrintLines(FlowHost host, TextWriter output)
    {
        foreach (var plan in host.Plans())
        {
            foreach (var (path, counters) in plan.Actions)
                output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"  {plan.Name,-28} {path,-20} in {counters.In,-9} out {counters.Out + counters.Delivered,-9} absorbed {counters.Absorbed,-9} dropped {counters.Dropped,-7} retried {counters.Retried,-5} dead {counters.Dead}"));
        }
    }

    public static void PrintJson(FlowHost host, EngineServices services, Stream output)
    {
        var counts = host.Counts();
        using var writer = new Utf8JsonWriter(output, new JsonWriterOptions { Indented = true });
        writer.WriteStartObject();
        writer.WriteString("flow", host.Definition.Name);
        foreach (var (name, value) in new[]
        {
            ("accepted", counts.Accepted), ("delivered", counts.Delivered), ("absorbed", counts.Absorbed), ("stored", counts.Stored), ("dropped", counts.Dropped),
            ("unmatched", counts.Unmatched), ("dead", counts.Dead), ("open", counts.Open),
        })
            writer.WriteNumber(name, value);
        writer.WriteStartArray("actions");
        foreach (var plan in host.Plans())
        {
            foreach (var (path, counters) in plan.Actions)
            {
                writer.WriteStartObject();
                writer.WriteString("plan", plan.Name);
                writer.WriteString("action", path);
                writer.WriteNumber("in", counters.In);
                writer.WriteNumber("out", counters.Out);
                writer.WriteNumber("delivered", counters.Delivered);
                writer.WriteNumber("absorbed", counters.Absorbed);
                writer.WriteNumber("dropped", counters.Dropped);
                writer.WriteNumber("retried", counters.Retried);
                writer.WriteNumber("dead", counters.Dead);
                writer.WriteEndObject();
            }
        }

        writer.WriteEndArray();
        writer.WriteStartArray("dead_letters");
        foreach (var letter in services.DeadLetters.List())
        {
            writer.WriteStartObject();
            writer.WriteString("id", letter.Id.ToString());
            writer.WriteString("origin", letter.Origin.ToString());
            writer.WriteString("plan", letter.Plan);
            writer.WriteString("action", letter.Action);
            writer.WriteString("class", letter.Failure.Class.ToString().ToLowerInvariant());
            writer.WriteString("reason", letter.Failure.ToString());
            writer.WriteNumber("attempts", letter.Attempts);
            writer.WriteString("at", TimeText.Format(letter.At.UtcDateTime));
            writer.WritePropertyName("metadata");
            MetadataJson.Write(writer, letter.Metadata);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
        writer.WriteEndObject();
    }

    private static string Where(string plan, string action) => plan.Length == 0 ? $"source {action}" : $"{plan}/{action}";
}
