using System.Buffers;
using System.Globalization;
using Windrow.Maps.Inputs.Planning;
using Windrow.Native.EcCodes;

namespace Windrow.Maps.Inputs.Fields;

/// <summary>Writes values into a template: simple packing, missing values in a bitmap, as fine as the finest input.</summary>
internal static class FieldEncoding
{
    /// <summary>A constant field says 0 bits; a result that is not constant needs some.</summary>
    public const int FewestBits = 16;

    /// <summary>More than single precision has are waste.</summary>
    public const int MostBits = 24;

    /// <summary>
    /// The mark for a missing value. A field all of whose values are missing gets it as its reference value, so it has to be a number that
    /// both editions can write: ecCodes ends the process over one that is too large.
    /// </summary>
    private const double Missing = float.MaxValue;

    private const int MostDecimals = 12;

    private static readonly EcCodesKey PackingType = "packingType";
    private static readonly EcCodesKey BitmapPresent = "bitmapPresent";
    private static readonly EcCodesKey DecimalScaleFactor = "decimalScaleFactor";
    private static readonly EcCodesKey BitsPerValue = "bitsPerValue";
    private static readonly EcCodesKey ValuesKey = "values";

    /// <param name="template">Changed, and of no use afterwards but for its message.</param>
    /// <param name="values">What is not finite is missing.</param>
    /// <param name="bits">Bits per value that the inputs have at most.</param>
    /// <param name="settings"><c>grib_set</c>; what it says of the packing stays.</param>
    public static byte[] Encode(GribHandle template, FieldValues values, int bits, IReadOnlyList<GribSetting>? settings = null)
    {
        var doubles = ArrayPool<double>.Shared.Rent(Math.Max(values.Count, 1));
        try
        {
            var numbers = doubles.AsSpan(0, values.Count);
            var anyMissing = PrecisionConversion.Widen(values.Span, numbers, Missing);
            Apply(template, settings);
            if (!Says(settings, PackingType) && template.GetString(PackingType) != "grid_simple")
                template.SetString(PackingType, "grid_simple");
            template.SetMissingValue(Missing);
            Change(template, BitmapPresent, anyMissing ? 1 : 0);
            if (!Says(settings, DecimalScaleFactor))
                Change(template, DecimalScaleFactor, 0);
            if (!Says(settings, BitsPerValue))
                Change(template, BitsPerValue, Math.Clamp(bits, FewestBits, MostBits));
            if (settings is { Count: > 0 })
                CheckPacking(template, values);
            template.SetDoubles(ValuesKey, numbers);
            return template.Message.ToArray();
        }
        finally
        {
            ArrayPool<double>.Shared.Return(doubles);
        }
    }

    /// <summary>ecCodes decodes and packs all values anew whenever one of these is set, even to what it is.</summary>
    private static void Change(GribHandle template, EcCodesKey key, long value)
    {
        if (template.GetLong(key) != value)
            template.SetLong(key, value);
    }

    private static void Apply(GribHandle template, IReadOnlyList<GribSetting>? settings)
    {
        foreach (var setting in settings ?? [])
        {
            try
            {
                setting.Apply(template);
            }
            catch (EcCodesException failure)
            {
                throw new DerivationException($"grib_set: {failure.Message}");
            }
        }
    }

    /// <summary>ecCodes ends the process when a scaled value is too large, so recipes are not trusted with that.</summary>
    private static void CheckPacking(GribHandle template, FieldValues values)
    {
        var (bits, decimals) = (template.GetLong(BitsPerValue), template.GetLong(DecimalScaleFactor));
        if (bits is not (>= 1 and <= 32))
            throw new DerivationException(string.Create(CultureInfo.InvariantCulture, $"grib_set: bitsPerValue {bits} is not from 1 to 32"));
        if (decimals is not (>= -MostDecimals and <= MostDecimals))
            throw new DerivationException(string.Create(CultureInfo.InvariantCulture, $"grib_set: decimalScaleFactor {decimals} is not from {-MostDecimals} to {MostDecimals}"));
        var largest = 0f;
        foreach (var value in values.Span)
            largest = float.MaxMagnitudeNumber(largest, float.IsFinite(value) ? value : 0);
        if (Math.Abs(largest) * Math.Pow(10, decimals) >= float.MaxValue)
            throw new DerivationException(string.Create(CultureInfo.InvariantCulture, $"grib_set: the value {largest} cannot be written with decimalScaleFactor {decimals}"));
    }

    private static bool Says(IReadOnlyList<GribSetting>? settings, EcCodesKey key) => settings?.Any(setting => setting.Key == key.Name) ?? false;
}
