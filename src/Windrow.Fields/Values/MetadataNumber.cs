using System.Globalization;
using Windrow.Core.Messages;

namespace Windrow.Fields.Values;

/// <summary>Whole numbers in metadata: as such, as a double without a fraction, or as text, which is how patterns and some GRIB keys give them.</summary>
internal static class MetadataNumber
{
    /// <summary>Beyond this, a double does not tell two neighbouring integers apart.</summary>
    private const double Exact = 1L << 53;

    public static bool TryGet(MetadataValue value, out long number)
    {
        if (value.TryGetInt64(out number))
            return true;
        if (value.TryGetString(out var text))
            return long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out number);
        if (!value.TryGetNumber(out var real) || real != Math.Floor(real) || Math.Abs(real) > Exact)
            return false;
        number = (long)real;
        return true;
    }
}
