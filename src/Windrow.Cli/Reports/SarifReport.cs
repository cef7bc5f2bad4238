using System.Text.Json;
using Windrow.Core;
using Windrow.Core.Configuration;

namespace Windrow.Cli.Reports;

/// <summary>What a check found, in the form that code hosts and editors read: SARIF 2.1.0, the OASIS standard for results of static analysis.</summary>
internal sealed class SarifReport(DiagnosticBag findings)
{
    private readonly List<Rule> _rules = [.. findings.Sorted.Select(static finding => finding.Rule).DistinctBy(static rule => rule.Code).OrderBy(static rule => rule.Code, StringComparer.Ordinal)];

    public void Write(Stream output)
    {
        using var writer = new Utf8JsonWriter(output, new JsonWriterOptions { Indented = true });
        writer.WriteStartObject();
        writer.WriteString("$schema", "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json");
        writer.WriteString("version", "2.1.0");
        writer.WriteStartArray("runs");
        writer.WriteStartObject();
        WriteTool(writer);
        writer.WriteString("columnKind", "utf16CodeUnits");
        WriteInvocation(writer);
        writer.WriteStartArray("results");
        foreach (var finding in findings.Sorted)
            WriteResult(writer, finding);
        writer.WriteEndArray();
        writer.WriteEndObject();
        writer.WriteEndArray();
        writer.WriteEndObject();
    }

    private static string LevelOf(Severity severity) => severity switch { Severity.Error => "error", Severity.Warning => "warning", _ => "note" };

    private void WriteTool(Utf8JsonWriter writer)
    {
        writer.WriteStartObject("tool");
        writer.WriteStartObject("driver");
        writer.WriteString("name", "Windrow");
        writer.WriteString("version", ThisProgram.Version);
        writer.WriteStartArray("rules");
        foreach (var rule in _rules)
        {
            writer.WriteStartObject();
            writer.WriteString("id", rule.Code);
            WriteText(writer, "shortDescription", rule.Title);
            WriteText(writer, "fullDescription", rule.Explanation);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
        writer.WriteEndObject();
        writer.WriteEndObject();
    }

    private void WriteInvocation(Utf8JsonWriter writer)
    {
        writer.WriteStartArray("invocations");
        writer.WriteStartObject();
        writer.WriteBoolean("executionSuccessful", true);
        if (findings.DroppedCount > 0)
        {
            writer.WriteStartArray("toolExecutionNotifications");
            writer.WriteStartObject();
            writer.WriteString("level", "note");
            WriteText(writer, "message", string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{findings.DroppedCount} more findings are not listed"));
            writer.WriteEndObject();
            writer.WriteEndArray();
        }

        writer.WriteEndObject();
        writer.WriteEndArray();
    }

    private void WriteResult(Utf8JsonWriter writer, Diagnostic finding)
    {
        writer.WriteStartObject();
        writer.WriteString("ruleId", finding.Code);
        writer.WriteNumber("ruleIndex", _rules.FindIndex(rule => rule.Code == finding.Code));
        writer.WriteString("level", LevelOf(finding.Severity));
        WriteText(writer, "message", finding.Advice.Length == 0 ? finding.Message : $"{finding.Message}; {finding.Advice}");
        writer.WriteStartArray("locations");
        WriteLocation(writer, finding.Location, null);
        writer.WriteEndArray();
        if (finding.UsedAt is { } used)
        {
            writer.WriteStartArray("relatedLocations");
            WriteLocation(writer, used, "used here, by an alias");
            writer.WriteEndArray();
        }

        writer.WriteEndObject();
    }

    private static void WriteLocation(Utf8JsonWriter writer, SourceLocation at, string? message)
    {
        writer.WriteStartObject();
        writer.WriteStartObject("physicalLocation");
        writer.WriteStartObject("artifactLocation");
        writer.WriteString("uri", UriOf(at.File));
        writer.WriteEndObject();
        if (at.Line > 0)
        {
            writer.WriteStartObject("region");
            writer.WriteNumber("startLine", at.Line);
            writer.WriteNumber("startColumn", Math.Max(1, at.Column));
            writer.WriteEndObject();
        }

        writer.WriteEndObject();
        if (message is not null)
            WriteText(writer, "message", message);
        writer.WriteEndObject();
    }

    // A relative path stays one: the reader knows what it is relative to.
    private static string UriOf(string file) => Path.IsPathRooted(file)
        ? new Uri(file).AbsoluteUri
        : string.Join('/', file.Split('/').Select(Uri.EscapeDataString));

    private static void WriteText(Utf8JsonWriter writer, string name, string text)
    {
        writer.WriteStartObject(name);
        writer.WriteString("text", text);
        writer.WriteEndObject();
    }
}
