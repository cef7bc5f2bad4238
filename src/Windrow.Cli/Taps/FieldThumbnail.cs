using System.Text.Json;
using Windrow.Core.Messages;
using Windrow.Core.Payloads;
using Windrow.Fields.Values;

namespace Windrow.Cli.Taps;

/// <summary>
/// A field in few words and characters: its numbers, and a map of shades where it is a rectangle of rows and columns, else how its values
/// are distributed. Shades are quantiles, so that a few large values do not hide the rest.
/// </summary>
internal static class FieldThumbnail
{
    private const int MostColumns = 72;
    private const int MostRows = 20;
    private const int Bins = 48;
    private const string Shades = " ░▒▓█";
    private const string Bars = "▁▂▃▄▅▆▇█";
    private const char Missing = '·';

    /// <summary>Writes the object <c>field</c>; nothing where the message carries no field.</summary>
    public static void Write(Utf8JsonWriter writer, Message message)
    {
        if (message.Payload is not (FieldPayload or GribPayload))
            return;
        writer.WriteStartObject("field");
        if (MessageValues.TryRead(message, out var values, out var failure))
        {
            using (values)
                Write(writer, message.Metadata, Numbers(values.Field), values.Missing);
        }
        else
        {
            writer.WriteString("error", failure!.Reason);
        }

        writer.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter writer, Metadata metadata, double[] values, double? missing)
    {
        var there = values.Where(value => !IsMissing(value, missing)).ToArray();
        writer.WriteNumber("points", values.Length);
        writer.WriteNumber("missing", values.Length - there.Length);
        if (there.Length == 0)
            return;
        writer.WriteNumber("minimum", there.Min());
        writer.WriteNumber("mean", there.Average());
        writer.WriteNumber("maximum", there.Max());
        writer.WriteStartArray("picture");
        if (IsRectangle(metadata, values.Length, out var columns, out var rows))
        {
            foreach (var line in Map(values, missing, columns, rows, metadata.TryGetInt64("jScansPositively", out var north) && north == 1, Quantiles(there)))
                writer.WriteStringValue(line);
        }
        else
        {
            writer.WriteStringValue(Histogram(there));
        }

        writer.WriteEndArray();
    }

    private static double[] Numbers(FieldPayload field)
    {
        if (field.Precision == Precision.Double)
            return field.Doubles.ToArray();
        var values = new double[field.Count];
        for (var i = 0; i < values.Length; i++)
            values[i] = field.Singles[i];
        return values;
    }

    private static bool IsMissing(double value, double? missing) => double.IsNaN(value) || value == missing;

    private static bool IsRectangle(Metadata metadata, int points, out int columns, out int rows)
    {
        columns = metadata.TryGetInt64("Ni", out var i) && i is > 0 and < int.MaxValue ? (int)i : 0;
        rows = metadata.TryGetInt64("Nj", out var j) && j is > 0 and < int.MaxValue ? (int)j : 0;
        return (long)columns * rows == points && columns > 1 && rows > 1;
    }

    // Bounds between the shades.
    private static double[] Quantiles(double[] there)
    {
        var sorted = there.Order().ToArray();
        return [.. Enumerable.Range(1, Shades.Length - 1).Select(part => sorted[part * (sorted.Length - 1) / Shades.Length])];
    }

    private static IEnumerable<string> Map(double[] values, double? missing, int columns, int rows, bool isNorthLast, double[] bounds)
    {
        var (width, height) = (Math.Min(columns, MostColumns), Math.Min(rows, MostRows));
        var line = new char[width];
        for (var row = 0; row < height; row++)
        {
            var from = (int)(((isNorthLast ? height - 1 - row : row) + 0.5) * rows / height) * columns;
            for (var column = 0; column < width; column++)
            {
                var value = values[from + (int)((column + 0.5) * columns / width)];
                line[column] = IsMissing(value, missing) ? Missing : Shades[bounds.Count(bound => value > bound)];
            }

            yield return new string(line);
        }
    }

    private static string Histogram(double[] there)
    {
        var (least, most) = (there.Min(), there.Max());
        var counts = new int[Bins];
        foreach (var value in there)
            counts[most > least ? Math.Min(Bins - 1, (int)((value - least) / (most - least) * Bins)) : 0]++;
        var largest = counts.Max();
        return new string([.. counts.Select(count => count == 0 ? ' ' : Bars[Math.Min(Bars.Length - 1, count * Bars.Length / largest)])]);
    }
}
