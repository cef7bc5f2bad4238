using System.Text.Json;
using Windrow.Core.Configuration;

namespace Windrow.Cli.Reports;

/// <summary>Prints what a check found, for people or for machines.</summary>
internal static class FindingsPrinter
{
    /// <summary>Prints to standard error, which is opened only for that.</summary>
    public static void Print(DiagnosticBag findings)
    {
        if (!findings.IsEmpty)
            findings.WriteTo(Console.Error);
    }

    /// <summary>An array of objects with severity, code, file, line, column, message and advice.</summary>
    public static void PrintJson(DiagnosticBag findings, Stream output)
    {
        using var writer = new Utf8JsonWriter(output, new JsonWriterOptions { Indented = true });
        writer.WriteStartArray();
        foreach (var finding in findings.Sorted)
        {
            writer.WriteStartObject();
            writer.WriteString("severity", finding.Severity == Severity.Error ? "error" : "warning");
            writer.WriteString("code", finding.Rule.Code);
            writer.WriteString("file", finding.Location.File);
            writer.WriteNumber("line", finding.Location.Line);
            writer.WriteNumber("column", finding.Location.Column);
            writer.WriteString("message", finding.Message);
            writer.WriteString("advice", finding.Advice);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    }
}
