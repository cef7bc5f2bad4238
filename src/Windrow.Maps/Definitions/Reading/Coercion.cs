using System.Globalization;
using Windrow.Core.Configuration;

namespace Windrow.Maps.Definitions.Reading;

/// <summary>
/// Reads scalars as pydantic 1 does, the library by which arkimaps checks its definitions
/// (docs.pydantic.dev/1.10/usage/types): generously across types, and the other way than YAML would suggest here and there.
/// </summary>
internal static class Coercion
{
    /// <summary>A boolean: also 0 and 1, and on, off, yes, no, true, false, t, f, y, n as text in any case.</summary>
    public static bool TryFlag(ScalarNode node, out bool value)
    {
        value = node.Kind switch
        {
            ScalarKind.Boolean => node.AsBoolean!.Value,
            ScalarKind.Integer or ScalarKind.Float => node.AsDouble == 1,
            _ => IsYes(node.Text),
        };
        return node.Kind switch
        {
            ScalarKind.Boolean => true,
            ScalarKind.Integer or ScalarKind.Float => node.AsDouble is 0 or 1,
            ScalarKind.String => value || IsNo(node.Text),
            _ => false,
        };
    }

    /// <summary>A whole number: the fraction of a real is cut off, a boolean is 0 or 1, a text has to be a whole number.</summary>
    public static bool TryInteger(ScalarNode node, out long value)
    {
        value = 0;
        switch (node.Kind)
        {
            case ScalarKind.Integer:
                value = node.AsInt64!.Value;
                return true;
            case ScalarKind.Boolean:
                value = node.AsBoolean!.Value ? 1 : 0;
                return true;
            case ScalarKind.Float when Math.Abs(node.AsDouble!.Value) < long.MaxValue:
                value = (long)node.AsDouble.Value;
                return true;
            case ScalarKind.String:
                return long.TryParse(node.Text, NumberStyles.Integer, CultureInfo.InvariantCulture, out value);
            default:
                return false;
        }
    }

    /// <summary>A real number; a boolean is 0 or 1, a text has to be a number.</summary>
    public static bool TryNumber(ScalarNode node, out double value)
    {
        value = 0;
        switch (node.Kind)
        {
            case ScalarKind.Integer or ScalarKind.Float:
                value = node.AsDouble!.Value;
                return true;
            case ScalarKind.Boolean:
                value = node.AsBoolean!.Value ? 1 : 0;
                return true;
            case ScalarKind.String:
                return double.TryParse(node.Text, NumberStyles.Float, CultureInfo.InvariantCulture, out value);
            default:
                return false;
        }
    }

    /// <summary>A text; numbers and booleans become what Python prints for them, so that <c>off</c> is "False".</summary>
    public static bool TryText(ScalarNode node, out string value)
    {
        value = node.Kind switch
        {
            ScalarKind.Boolean => node.AsBoolean!.Value ? "True" : "False",
            ScalarKind.Integer => node.AsInt64!.Value.ToString(CultureInfo.InvariantCulture),
            ScalarKind.Float => PythonText(node.AsDouble!.Value),
            _ => node.Text,
        };
        return node.Kind != ScalarKind.Null;
    }

    // Python's repr of a float: the shortest text that is read back as the same, with a point or an exponent.
    private static string PythonText(double value)
    {
        if (double.IsNaN(value))
            return "nan";
        if (double.IsInfinity(value))
            return value > 0 ? "inf" : "-inf";
        var magnitude = Math.Abs(value);
        if (magnitude is >= 1e16 or (< 1e-4 and > 0))
        {
            var text = value.ToString("R", CultureInfo.InvariantCulture);
            if (!text.Contains('E', StringComparison.Ordinal))
                text = value.ToString("0.################E+00", CultureInfo.InvariantCulture);
            return text.Replace('E', 'e');
        }

        var plain = value.ToString("0.###################", CultureInfo.InvariantCulture);
        var shortest = value.ToString("R", CultureInfo.InvariantCulture);
        plain = shortest.Contains('E', StringComparison.Ordinal) ? plain : shortest;
        return plain.Contains('.', StringComparison.Ordinal) ? plain : plain + ".0";
    }

    private static bool IsYes(string text) => text.ToLowerInvariant() is "1" or "on" or "t" or "true" or "y" or "yes";

    private static bool IsNo(string text) => text.ToLowerInvariant() is "0" or "off" or "f" or "false" or "n" or "no";
}
