using System.Globalization;
using System.Text.Json;
using Windrow.Core.Configuration;
using Windrow.Core.Programs;

namespace Windrow.Cli.Reports;

/// <summary>What the programs of a running flow's <c>exec</c> actions do.</summary>
internal static class ProgramReport
{
    private const int LongestProgress = 60;

    public static void Write(Utf8JsonWriter writer, IReadOnlyList<(string Action, ProgramStatus Status)> programs)
    {
        writer.WriteStartArray("programs");
        foreach (var (action, status) in programs)
        {
            writer.WriteStartObject();
            writer.WriteString("action", action);
            writer.WriteNumber("started", status.Started);
            writer.WriteNumber("messages", status.Messages);
            writer.WriteNumber("seconds", status.Seconds);
            writer.WriteNumber("bytes_in", status.BytesIn);
            writer.WriteNumber("bytes_out", status.BytesOut);
            writer.WriteStartObject("ends");
            foreach (var (cause, count) in status.Ends)
                writer.WriteNumber(cause.ToString().ToLowerInvariant(), count);
            writer.WriteEndObject();
            writer.WriteStartArray("processes");
            foreach (var process in status.Processes)
                Write(writer, process);
            writer.WriteEndArray();
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    }

    /// <summary>The programs of an action in lines for people, of what <see cref="Write(Utf8JsonWriter, IReadOnlyList{ValueTuple{string, ProgramStatus}})"/> wrote.</summary>
    /// <param name="status">Of the whole flow.</param>
    /// <param name="action">Plan and action.</param>
    public static IEnumerable<string> Lines(JsonElement status, string action)
    {
        foreach (var each in status.GetProperty("programs").EnumerateArray().Where(each => each.GetProperty("action").GetString() == action))
        {
            var ends = each.GetProperty("ends").EnumerateObject().Where(static entry => entry.Value.GetInt64() > 0).Select(static entry => $"{entry.Value.GetInt64()} {entry.Name}").ToList();
            var (messages, seconds) = (each.GetProperty("messages").GetInt64(), each.GetProperty("seconds").GetDouble());
            yield return string.Create(CultureInfo.InvariantCulture, $"      {each.GetProperty("started").GetInt64()} processes started{(messages > 0 ? $", {1_000 * seconds / messages:0.##} ms a message" : "")}{(ends.Count > 0 ? ", ended: " + string.Join(", ", ends) : "")}");
            foreach (var process in each.GetProperty("processes").EnumerateArray())
                yield return Line(process);
        }
    }

    private static string Line(JsonElement process)
    {
        var does = process.TryGetProperty("seconds", out var seconds) ? string.Create(CultureInfo.InvariantCulture, $"at work for {seconds.GetDouble():0.#} s") : "idle";
        var waiting = process.GetProperty("waiting").GetInt32() is > 0 and var count ? string.Create(CultureInfo.InvariantCulture, $", {count} waiting") : "";
        var progress = process.TryGetProperty("progress", out var said) ? $": {Short(said.GetString()!)}" : "";
        return string.Create(CultureInfo.InvariantCulture, $"      process {process.GetProperty("process").GetInt32()} {process.GetProperty("name").GetString()}, {ByteSizeText.Format(process.GetProperty("memory").GetInt64() >> 20 << 20)}, {does}{waiting}{progress}");
    }

    // What a program says must not move the cursor, nor fill the terminal.
    private static string Short(string text)
    {
        var plain = new string([.. text.Select(static letter => char.IsControl(letter) ? ' ' : letter)]);
        return plain.Length > LongestProgress ? plain[..LongestProgress] + "…" : plain;
    }

    private static void Write(Utf8JsonWriter writer, ProgramProcess process)
    {
        writer.WriteStartObject();
        writer.WriteNumber("process", process.Id);
        writer.WriteString("name", process.Name);
        writer.WriteNumber("memory", process.Memory);
        writer.WriteNumber("waiting", process.Waiting);
        if (process.Since is { } since)
            writer.WriteNumber("seconds", since.TotalSeconds);
        if (process.Progress.Length > 0)
            writer.WriteString("progress", process.Progress);
        writer.WriteEndObject();
    }
}
