using System.Globalization;
using Windrow.Core.Messages;

namespace Windrow.Events.Posttroll.Messages;

/// <summary>The text of a real number as Python's <c>repr</c> gives it: the fewest digits that lead back to it, with an exponent from 1e+16 up and below 1e-04.</summary>
internal static class PythonFloat
{
    private const int FirstExponent = 16;

    public static string Text(MetadataValue value)
    {
        if (value.TryGetFloat32(out var narrow))
            return Text(narrow, narrow.ToString("R", CultureInfo.InvariantCulture));
        _ = value.TryGetNumber(out var number);
        return Text(number, number.ToString("R", CultureInfo.InvariantCulture));
    }

    private static string Text(double number, string digits)
    {
        if (!double.IsFinite(number))
            return double.IsNaN(number) ? "NaN" : number > 0 ? "Infinity" : "-Infinity";
        var split = digits.IndexOf('E', StringComparison.Ordinal);
        if (split < 0 && Math.Abs(number) < 1e16)
            return digits.Contains('.', StringComparison.Ordinal) ? digits : digits + ".0";
        if (split < 0)
            return Scientific(digits);
        var exponent = int.Parse(digits.AsSpan(split + 1), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture);
        if (exponent is < 0 or >= FirstExponent)
            return digits.Replace('E', 'e');

        // .NET begins earlier to write an exponent.
        var sign = number < 0 ? "-" : "";
        var mantissa = digits[..split].TrimStart('-').Replace(".", "", StringComparison.Ordinal);
        return mantissa.Length <= exponent + 1
            ? $"{sign}{mantissa.PadRight(exponent + 1, '0')}.0"
            : $"{sign}{mantissa[..(exponent + 1)]}.{mantissa[(exponent + 1)..]}";
    }

    // A whole number that .NET writes out.
    private static string Scientific(string digits)
    {
        var sign = digits[0] == '-' ? "-" : "";
        var plain = digits.TrimStart('-');
        var mantissa = plain.TrimEnd('0');
        return string.Create(CultureInfo.InvariantCulture, $"{sign}{mantissa[0]}{(mantissa.Length > 1 ? "." : "")}{mantissa.AsSpan(1)}e+{plain.Length - 1:00}");
    }
}
