using System.Buffers;
using System.Globalization;
using System.Text.Json;
using Windrow.Core.Expectations;
using Windrow.Core.Messages;

namespace Windrow.Cli.Reports;

/// <summary>How the expectations of a flow stand.</summary>
internal static class MissingReport
{
    /// <summary>As one line of JSON.</summary>
    /// <param name="at">The moment, UTC.</param>
    public static byte[] Json(string flow, DateTime at, bool isRunning, IReadOnlyList<ExpectationStanding> standings)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(buffer))
        {
            writer.WriteStartObject();
            writer.WriteString("flow", flow);
            writer.WriteString("at", TimeText.Format(at));
            writer.WriteBoolean("running", isRunning);
            writer.WriteBoolean("as_expected", standings.All(static standing => standing.Troubles.Count == 0));
            WriteAll(writer, standings);
            writer.WriteEndObject();
        }

        return [.. buffer.WrittenSpan, (byte)'\n'];
    }

    /// <summary>As the member <c>expectations</c>.</summary>
    public static void WriteAll(Utf8JsonWriter writer, IReadOnlyList<ExpectationStanding> standings)
    {
        writer.WriteStartArray("expectations");
        foreach (var standing in standings)
            Write(writer, standing);
        writer.WriteEndArray();
    }

    /// <summary>A line for each trouble, of what <see cref="WriteAll"/> wrote.</summary>
    public static void PrintTroubles(JsonElement expectations, TextWriter output)
    {
        foreach (var expectation in expectations.EnumerateArray())
        {
            foreach (var trouble in expectation.GetProperty("troubles").EnumerateArray())
            {
                var culprit = trouble.TryGetProperty("culprit", out var found) ? $": {found.GetString()}" : "";
                output.WriteLine($"  expectation {expectation.GetProperty("plan").GetString()}/{expectation.GetProperty("name").GetString()} is {trouble.GetProperty("state").GetString()} for {trouble.GetProperty("expected").GetString()}{culprit}");
            }
        }
    }

    /// <summary>For people, of what <see cref="Json"/> wrote.</summary>
    /// <returns>Whether all is as expected.</returns>
    public static bool Print(JsonElement report, TextWriter output)
    {
        foreach (var expectation in report.GetProperty("expectations").EnumerateArray())
        {
            var name = $"{expectation.GetProperty("plan").GetString()}/{expectation.GetProperty("name").GetString()}";
            var troubles = expectation.GetProperty("troubles");
            if (troubles.GetArrayLength() == 0)
                output.WriteLine($"{Ok(expectation),-10} {name}: {expectation.GetProperty("text").GetString()}{Last(expectation)}");
            foreach (var trouble in troubles.EnumerateArray())
                output.WriteLine($"{trouble.GetProperty("state").GetString(),-10} {name}: {expectation.GetProperty("text").GetString()}, for {trouble.GetProperty("expected").GetString()}{Details(expectation, trouble)}");
        }

        return report.GetProperty("as_expected").GetBoolean();
    }

    private static string Ok(JsonElement expectation) => expectation.TryGetProperty("latest", out var latest) ? latest.GetProperty("state").GetString()! : "waiting";

    private static string Last(JsonElement expectation) => expectation.TryGetProperty("latest", out var latest)
        ? $", for {latest.GetProperty("expected").GetString()}" + (latest.TryGetProperty("came", out var came) ? $", came at {came.GetString()}" : "")
        : "";

    private static string Details(JsonElement expectation, JsonElement trouble)
    {
        var text = $", due {trouble.GetProperty("due").GetString()}";
        if (expectation.GetProperty("needed").GetInt32() > 1)
            text += string.Create(CultureInfo.InvariantCulture, $", {trouble.GetProperty("got").GetInt32()} of {expectation.GetProperty("needed").GetInt32()} came");
        if (trouble.TryGetProperty("missing", out var missing))
            text += $"\n           {(trouble.GetProperty("state").GetString() == "duplicate" ? "more than once" : "missing")}: {string.Join("; ", missing.EnumerateArray().Select(static member => member.GetString()))}";
        if (trouble.TryGetProperty("culprit", out var culprit))
            text += $"\n           {culprit.GetString()}";
        return text;
    }

    private static void Write(Utf8JsonWriter writer, ExpectationStanding standing)
    {
        writer.WriteStartObject();
        writer.WriteString("plan", standing.Expectation.Plan);
        writer.WriteString("name", standing.Expectation.Name);
        writer.WriteString("text", standing.Expectation.Text);
        writer.WriteString("place", standing.Expectation.Location.ToString());
        writer.WriteNumber("needed", standing.Expectation.Needed);
        writer.WriteString("since", TimeText.Format(standing.Since));
        if (standing.Latest is { } latest)
        {
            writer.WritePropertyName("latest");
            Write(writer, latest, null);
        }

        writer.WriteStartArray("troubles");
        foreach (var (judgement, culprit) in standing.Troubles)
            Write(writer, judgement, culprit);
        writer.WriteEndArray();
        writer.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter writer, Judgement judgement, string? culprit)
    {
        writer.WriteStartObject();
        writer.WriteString("expected", TimeText.Format(judgement.Slot));
        writer.WriteString("due", TimeText.Format(judgement.Due));
        writer.WriteString("state", judgement.State.ToString().ToLowerInvariant());
        writer.WriteNumber("got", judgement.Got);
        if (judgement.MetAt is { } came)
            writer.WriteString("came", TimeText.Format(came));
        if (judgement.Missing.Count > 0)
        {
            writer.WriteStartArray("missing");
            foreach (var member in judgement.Missing)
                writer.WriteStringValue(member);
            writer.WriteEndArray();
        }

        if (culprit is not null)
            writer.WriteString("culprit", culprit);
        writer.WriteEndObject();
    }
}
