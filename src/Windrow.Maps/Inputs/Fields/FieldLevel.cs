using System.Globalization;
using Windrow.Native.EcCodes;

namespace Windrow.Maps.Inputs.Fields;

/// <summary>The level of a field. ECMWF's 2t, 2d, 10u and 10v are coded as of the surface; their true height is in the parameter.</summary>
internal readonly record struct FieldLevel(string Type, double Value)
{
    private static readonly EcCodesKey TypeOfLevel = "typeOfLevel";
    private static readonly EcCodesKey Level = "level";
    private static readonly EcCodesKey Edition = "editionNumber";
    private static readonly EcCodesKey Table = "table2Version";
    private static readonly EcCodesKey Param = "indicatorOfParameter";
    private static readonly EcCodesKey IndicatorOfLevel = "indicatorOfTypeOfLevel";

    /// <summary>WMO GRIB1 code table 3: specified height above ground.</summary>
    private const long HeightAboveGround = 105;

    public static FieldLevel Of(GribHandle handle)
    {
        if (TrueHeight(handle) is { } height)
            return new FieldLevel("heightAboveGround", height);
        _ = handle.TryGetString(TypeOfLevel, out var type);
        _ = handle.TryGetDouble(Level, out var level);
        return new FieldLevel(type, level);
    }

    /// <summary>Writes the true height of ECMWF's 2 m and 10 m parameters into a message.</summary>
    public static void WriteTrueHeight(GribHandle handle)
    {
        if (TrueHeight(handle) is not { } height)
            return;
        handle.SetLong(IndicatorOfLevel, HeightAboveGround);
        handle.SetLong(Level, height);
    }

    /// <summary>The pressure in Pa of an isobaric level; null for others.</summary>
    public double? Pressure => Type switch
    {
        "isobaricInhPa" => Value * 100,
        "isobaricInPa" => Value,
        _ => null,
    };

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Type} {Value:0.###}");

    private static long? TrueHeight(GribHandle handle)
    {
        if (handle.GetLong(Edition) != 1 || handle.GetLong(Table) != 128 || handle.GetLong(IndicatorOfLevel) != 1)
            return null;
        return handle.GetLong(Param) switch { 165 or 166 => 10, 167 or 168 => 2, _ => null };
    }
}
