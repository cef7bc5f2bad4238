using System.Globalization;
using System.Text.Json;
using Windrow.FlowTesting.Comparing;
using Windrow.FlowTesting.Replaying;

namespace Windrow.Cli.Reports;

/// <summary>Tells what came of a replay.</summary>
/// <param name="there">What the products were compared with, for people: production, or a directory.</param>
/// <param name="into">Where it ran.</param>
internal sealed class ReplayReport(ReplayResult result, string there, string into)
{
    private static readonly (ProductVerdict Verdict, string Word)[] Words =
    [
        (ProductVerdict.Equal, "equal"), (ProductVerdict.Near, "near"), (ProductVerdict.Different, "different"),
        (ProductVerdict.OnlyThere, "only-there"), (ProductVerdict.OnlyHere, "only-here"), (ProductVerdict.NotCompared, "not-compared"),
    ];

    /// <param name="all">Products that are equal, and those that were not asked for, are told too.</param>
    public void Write(TextWriter output, bool all)
    {
        foreach (var missing in result.Missing)
            output.WriteLine($"missing input  {missing.Source} {missing.Position}: {missing.Why}");
        foreach (var product in result.Products.Where(product => all || (product.Counts && product.Verdict != ProductVerdict.Equal)))
            output.WriteLine($"{WordOf(product.Verdict),-13}  {product.Path}{(product.Text is { } text ? $": {text.Replace("\n", "\n    ", StringComparison.Ordinal)}" : "")}");
        foreach (var (action, count) in result.Taken)
            output.WriteLine(Line($"kept inside    {action}: {count} messages that would have gone to the outside"));
        foreach (var letter in result.DeadLetters.Take(20))
            output.WriteLine($"dead letter    {letter}");
        if (result.DeadLetters.Count > 20)
            output.WriteLine(Line($"dead letter    and {result.DeadLetters.Count - 20} more"));
        output.WriteLine(Line($"{result.Inputs} inputs replayed, {result.Missing.Count} missing; compared with {there}: {string.Join(", ", Words.Select(word => Line($"{Count(word.Verdict)} {word.Word}")))}"));
        if (result.Products.Count(static product => !product.Counts) is > 0 and var beside)
            output.WriteLine(Line($"{beside} more products were not asked for; --verbose lists them"));
        output.WriteLine($"what was made is in {into}");
    }

    public void WriteJson(Stream stream)
    {
        using var writer = new Utf8JsonWriter(stream, new JsonWriterOptions { Indented = true, Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping });
        writer.WriteStartObject();
        writer.WriteBoolean("same", result.IsSame);
        writer.WriteString("into", into);
        writer.WriteString("against", there);
        writer.WriteString("problem", result.Problem);
        writer.WriteNumber("inputs", result.Inputs);
        writer.WriteStartArray("missing");
        foreach (var missing in result.Missing)
        {
            writer.WriteStartObject();
            writer.WriteString("source", missing.Source);
            writer.WriteString("position", missing.Position);
            writer.WriteString("why", missing.Why);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
        writer.WriteStartObject("counts");
        foreach (var (verdict, word) in Words)
            writer.WriteNumber(word, Count(verdict));
        writer.WriteEndObject();
        writer.WriteStartArray("products");
        foreach (var product in result.Products)
            Write(writer, product);
        writer.WriteEndArray();
        writer.WriteStartObject("kept-inside");
        foreach (var (action, count) in result.Taken)
            writer.WriteNumber(action, count);
        writer.WriteEndObject();
        writer.WriteStartArray("dead-letters");
        foreach (var letter in result.DeadLetters)
            writer.WriteStringValue(letter);
        writer.WriteEndArray();
        writer.WriteEndObject();
        writer.Flush();
        stream.Write("\n"u8);
    }

    private static void Write(Utf8JsonWriter writer, ComparedProduct product)
    {
        writer.WriteStartObject();
        writer.WriteString("path", product.Path);
        writer.WriteString("with", product.Other);
        writer.WriteString("verdict", WordOf(product.Verdict));
        writer.WriteBoolean("asked-for", product.Counts);
        writer.WriteString("text", product.Text);
        if (product.Worst is { } worst && double.IsFinite(worst))
            writer.WriteNumber("worst", worst);
        writer.WriteEndObject();
    }

    private static string WordOf(ProductVerdict verdict) => Array.Find(Words, word => word.Verdict == verdict).Word;

    private static string Line(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);

    private int Count(ProductVerdict verdict) => result.Products.Count(product => product.Counts && product.Verdict == verdict);
}
