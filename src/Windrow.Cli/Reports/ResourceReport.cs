using System.Globalization;
using System.Text.Json;
using Windrow.Core.Configuration;
using Windrow.Core.Messages;
using Windrow.Core.Resources;

namespace Windrow.Cli.Reports;

/// <summary>How much of its resources a running flow uses, and who waits for some.</summary>
internal static class ResourceReport
{
    public static void Write(Utf8JsonWriter writer, ResourceStatus status)
    {
        writer.WriteStartObject("resources");
        if (status.MemoryLimit is { } limit)
        {
            writer.WriteNumber("memory_used", status.MemoryUsed);
            writer.WriteNumber("memory_limit", limit);
        }

        writer.WriteStartArray("classes");
        foreach (var each in status.Classes)
        {
            writer.WriteStartObject();
            writer.WriteString("name", each.Name);
            writer.WriteNumber("used", each.Used);
            writer.WriteNumber("limit", each.Limit);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
        writer.WriteStartArray("waiting");
        foreach (var wait in status.Waiting)
        {
            writer.WriteStartObject();
            writer.WriteString("action", wait.Name);
            writer.WriteNumber("memory", wait.Memory);
            if (wait.Class is not null)
                writer.WriteString("class", wait.Class);
            writer.WriteString("since", TimeText.Format(wait.Since.UtcDateTime));
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
        writer.WriteEndObject();
    }

    /// <summary>For people, of what <see cref="Write"/> wrote; nothing where the flow has no budget.</summary>
    public static void Print(JsonElement resources, TextWriter output)
    {
        var parts = new List<string>();
        if (resources.TryGetProperty("memory_limit", out var limit))
            parts.Add($"memory {ByteSizeText.Format(resources.GetProperty("memory_used").GetInt64())} of {ByteSizeText.Format(limit.GetInt64())}");
        foreach (var each in resources.GetProperty("classes").EnumerateArray())
            parts.Add(string.Create(CultureInfo.InvariantCulture, $"{each.GetProperty("name").GetString()} {each.GetProperty("used").GetInt32()} of {each.GetProperty("limit").GetInt32()}"));
        if (parts.Count > 0)
            output.WriteLine($"  resources in use: {string.Join(", ", parts)}");
        foreach (var wait in resources.GetProperty("waiting").EnumerateArray())
        {
            var memory = wait.GetProperty("memory").GetInt64();
            var needs = new List<string>();
            if (memory > 0)
                needs.Add($"{ByteSizeText.Format(memory)} of memory");
            if (wait.TryGetProperty("class", out var name))
                needs.Add($"class {name.GetString()}");
            output.WriteLine($"    {wait.GetProperty("action").GetString()} waits for {string.Join(" and ", needs)} since {wait.GetProperty("since").GetString()}");
        }
    }
}
