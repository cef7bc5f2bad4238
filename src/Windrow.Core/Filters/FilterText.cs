using System.Globalization;
using System.Text;
using Windrow.Core.Messages;

namespace Windrow.Core.Filters;

/// <summary>How values are printed within filters and their explanations.</summary>
internal static class FilterText
{
    private const int LongestFound = 120;

    /// <summary>A number as every notation reads it back: with a point or an exponent when it is a real.</summary>
    public static string Number(double value)
    {
        var text = value.ToString("R", CultureInfo.InvariantCulture);
        return text.AsSpan().IndexOfAnyExceptInRange('0', '9') is var odd && (odd < 0 || (odd == 0 && text.AsSpan(1).IndexOfAnyExceptInRange('0', '9') < 0))
            ? text + ".0"
            : text;
    }

    public static string Quoted(string text, char quote) => $"{quote}{text.Replace($"{quote}", $"{quote}{quote}", StringComparison.Ordinal)}{quote}";

    /// <summary>A value that a message was found to have: text is quoted, so that "850" is not taken for 850, and cut when it is long.</summary>
    public static void PrintFound(StringBuilder text, MetadataValue value)
    {
        var printed = value.ToString();
        if (printed.Length > LongestFound)
            printed = string.Concat(printed.AsSpan(0, LongestFound), "…");
        if (value.Type == MetadataType.String)
            text.Append('"').Append(printed).Append('"');
        else
            text.Append(printed);
    }
}
