using System.Globalization;
using Windrow.Core.Configuration;
using Windrow.Core.Messages;
using Windrow.Core.Payloads;
using Windrow.Fields.Values;

namespace Windrow.FlowTesting.Judging;

/// <summary>Compares fields: which they are, and their values within a tolerance.</summary>
internal static class FieldDifference
{
    /// <summary>Compares the field of a message with listed values. Null: they are alike.</summary>
    public static string? Of(SequenceNode expected, Message message, Tolerance tolerance)
    {
        if (!MessageValues.TryRead(message, out var values, out var failure))
            return failure!.Reason;
        using (values)
        {
            var actual = Doubles(values);
            return OfValues([.. expected.Items.Select(static item => item is ScalarNode { AsDouble: { } number } ? number : double.NaN)], actual, tolerance);
        }
    }

    /// <summary>Compares the fields of two GRIB files. Null: they are alike.</summary>
    public static string? OfGrib(ReadOnlyMemory<byte> golden, ReadOnlyMemory<byte> actual, Tolerance tolerance) =>
        Of(GribFields.Read(golden), GribFields.Read(actual), tolerance);

    /// <summary>Compares two lists of fields. Null: they are alike.</summary>
    public static string? Of(IReadOnlyList<NamedField> golden, IReadOnlyList<NamedField> actual, Tolerance tolerance)
    {
        if (golden.Count != actual.Count)
            return $"expected {golden.Count} fields, there are {actual.Count}{List(actual)}";
        for (var i = 0; i < golden.Count; i++)
        {
            if (golden[i].Name != actual[i].Name)
                return $"field {i + 1} is another one\n    expected: {golden[i].Name}\n    came:     {actual[i].Name}";
            if (OfValues(golden[i].Values, actual[i].Values, tolerance) is { } difference)
                return $"field {i + 1}, {golden[i].Name}: {difference}";
        }

        return null;
    }

    private static string? OfValues(double[] golden, double[] actual, Tolerance tolerance)
    {
        if (golden.Length != actual.Length)
            return $"expected {golden.Length} values, there are {actual.Length}";
        var (differing, first, worst, missing) = (0, -1, 0.0, 0);
        for (var i = 0; i < golden.Length; i++)
        {
            if (tolerance.Allows(golden[i], actual[i]))
                continue;
            differing++;
            first = first < 0 ? i : first;
            if (double.IsNaN(golden[i]) != double.IsNaN(actual[i]))
                missing++;
            else
                worst = Math.Max(worst, Math.Abs(golden[i] - actual[i]));
        }

        if (differing == 0)
            return null;
        return string.Create(
            CultureInfo.InvariantCulture,
            $"{differing} of {golden.Length} values differ by more than allowed ({tolerance}): the first is at point {first + 1}, expected {Shown(golden[first])}, came {Shown(actual[first])}; the largest difference is {worst:G6}{(missing > 0 ? $"; at {missing} points one is missing and the other not" : "")}");
    }

    private static double[] Doubles(FieldValues values)
    {
        var field = values.Field;
        var doubles = new double[field.Count];
        for (var i = 0; i < doubles.Length; i++)
        {
            var value = field.Precision == Precision.Double ? field.Doubles[i] : field.Singles[i];
            doubles[i] = value == values.Missing ? double.NaN : value;
        }

        return doubles;
    }

    private static string Shown(double value) => double.IsNaN(value) ? "a missing value" : value.ToString("R", CultureInfo.InvariantCulture);

    private static string List(IReadOnlyList<NamedField> fields) => string.Concat(fields.Take(10).Select(static field => $"\n    {field.Name}"));
}
