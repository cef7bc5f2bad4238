using System.Globalization;
using System.Text.Json;
using Windrow.Core.Messages;
using Windrow.FlowTesting.Backfilling;

namespace Windrow.Cli.Reports;

/// <summary>Tells what a backfill is to do, and what came of it.</summary>
internal sealed class BackfillReport(BackfillPlan plan)
{
    public void WritePlan(TextWriter output)
    {
        foreach (var (input, why) in plan.Inputs)
            output.WriteLine($"input    {TimeText.Format(input.Time)}  {input.File.Path}: {why}");
        foreach (var path in plan.Remade)
            output.WriteLine($"anew     {path}");
        foreach (var part in plan.RemadeParts)
            output.WriteLine($"anew     {part}");
        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{plan.Inputs.Count} inputs to bring in; {plan.InRange} are in the range"));
        if (plan.SourcesNotStored.Count > 0)
            output.WriteLine($"not stored, and so not to be brought again, is what these sources bring: {string.Join(", ", plan.SourcesNotStored)}");
    }

    public static void Write(TextWriter output, BackfillResult result)
    {
        foreach (var product in result.Products)
            output.WriteLine($"product  {product}");
        foreach (var letter in result.DeadLetters.Take(20))
            output.WriteLine($"dead     {letter}");
        var counts = result.Counts;
        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{counts.Accepted} messages accepted, {result.DeadLetters.Count} dead; {result.Products.Count} files with products made or added to"));
    }

    /// <param name="result">Null: nothing was done.</param>
    public void WriteJson(Stream stream, BackfillResult? result)
    {
        using var writer = new Utf8JsonWriter(stream, new JsonWriterOptions { Indented = true, Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping });
        writer.WriteStartObject();
        writer.WriteBoolean("done", result is { Problem: null });
        writer.WriteString("problem", result?.Problem);
        writer.WriteNumber("in-range", plan.InRange);
        writer.WriteStartArray("inputs");
        foreach (var (input, why) in plan.Inputs)
        {
            writer.WriteStartObject();
            writer.WriteString("source", input.Source);
            writer.WriteString("position", input.Position);
            writer.WriteString("file", input.File.Path);
            writer.WriteString("time", TimeText.Format(input.Time));
            writer.WriteString("why", why);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
        WriteList(writer, "anew", [.. plan.Remade, .. plan.RemadeParts]);
        WriteList(writer, "products", result?.Products ?? []);
        WriteList(writer, "dead-letters", result?.DeadLetters ?? []);
        writer.WriteNumber("accepted", result?.Counts.Accepted ?? 0);
        writer.WriteEndObject();
        writer.Flush();
        stream.Write("\n"u8);
    }

    private static void WriteList(Utf8JsonWriter writer, string name, IReadOnlyList<string> texts)
    {
        writer.WriteStartArray(name);
        foreach (var text in texts)
            writer.WriteStringValue(text);
        writer.WriteEndArray();
    }
}
