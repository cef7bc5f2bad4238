using System.Globalization;

namespace Windrow.Core.Configuration;

/// <summary>The canonical text of numbers: read back as the same value by YAML 1.1 and 1.2.</summary>
internal static class ScalarText
{
    public static string Of(double value)
    {
        if (double.IsNaN(value))
            return ".nan";
        if (double.IsInfinity(value))
            return value > 0 ? ".inf" : "-.inf";
        var text = value.ToString("R", CultureInfo.InvariantCulture).Replace('E', 'e');
        if (text.Contains('.'))
            return text;
        // A YAML 1.1 reader takes a number without a point for an integer or, with an exponent, for text.
        var exponent = text.IndexOf('e');
        return exponent < 0 ? text + ".0" : text.Insert(exponent, ".0");
    }
}
