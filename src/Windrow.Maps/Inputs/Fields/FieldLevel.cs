using System.Globalization;
using Windrow.Native.EcCodes;

namespace Windrow.Maps.Inputs.Fields;

/// <summary>
/// The level of a field, the same for both editions where it is one of the common kinds. ECMWF's 2t, 2d, 10u and 10v are coded as of the surface; their
/// true height is in the parameter.
/// </summary>
/// <param name="Surface">The kind of surface as WMO GRIB2 code table 4.5 numbers it; a GRIB1 kind without a counterpart has 1,000 added.</param>
/// <param name="Value">In the unit of that table: Pa, m, ….</param>
internal readonly record struct FieldLevel(long Surface, double Value)
{
    private const long Isobaric = 100;
    private const long HeightAboveGround = 103;

    /// <summary>WMO GRIB1 code table 3.</summary>
    private const long HeightAboveGround1 = 105;

    private static readonly EcCodesKey Edition = "editionNumber";
    private static readonly EcCodesKey Level = "level";
    private static readonly EcCodesKey Table = "table2Version";
    private static readonly EcCodesKey Param = "indicatorOfParameter";
    private static readonly EcCodesKey Kind1 = "indicatorOfTypeOfLevel";
    private static readonly EcCodesKey Kind2 = "typeOfFirstFixedSurface";
    private static readonly EcCodesKey Scale = "scaleFactorOfFirstFixedSurface";
    private static readonly EcCodesKey Scaled = "scaledValueOfFirstFixedSurface";

    /// <summary>The pressure in Pa of an isobaric level; null for others.</summary>
    public double? Pressure => Surface == Isobaric ? Value : null;

    public static FieldLevel Of(GribHandle handle)
    {
        if (handle.GetLong(Edition) == 2)
        {
            _ = handle.TryGetLong(Kind2, out var kind);
            _ = handle.TryGetLong(Scale, out var scale);
            _ = handle.TryGetLong(Scaled, out var scaled);
            return new FieldLevel(kind, handle.IsMissing(Scaled) ? 0 : Math.Round(scaled * Math.Pow(10, -scale), 6));
        }

        if (TrueHeight(handle) is { } height)
            return new FieldLevel(HeightAboveGround, height);
        var value = handle.GetLong(Level);
        return handle.GetLong(Kind1) switch
        {
            100 => new FieldLevel(Isobaric, value * 100),
            1 => new FieldLevel(1, 0),
            HeightAboveGround1 => new FieldLevel(HeightAboveGround, value),
            var kind => new FieldLevel(1000 + kind, value),
        };
    }

    /// <summary>Writes the true height of ECMWF's 2 m and 10 m parameters into a message.</summary>
    public static void WriteTrueHeight(GribHandle handle)
    {
        if (handle.GetLong(Edition) != 1 || TrueHeight(handle) is not { } height)
            return;
        handle.SetLong(Kind1, HeightAboveGround1);
        handle.SetLong(Level, height);
    }

    public override string ToString() => Surface switch
    {
        1 => "surface",
        Isobaric => string.Create(CultureInfo.InvariantCulture, $"{Value / 100:0.##} hPa"),
        HeightAboveGround => string.Create(CultureInfo.InvariantCulture, $"{Value:0.##} m above ground"),
        _ => string.Create(CultureInfo.InvariantCulture, $"{Value:0.##} of level type {Surface % 1000}"),
    };

    private static long? TrueHeight(GribHandle handle)
    {
        if (handle.GetLong(Table) != 128 || handle.GetLong(Kind1) != 1)
            return null;
        return handle.GetLong(Param) switch { 165 or 166 => 10, 167 or 168 => 2, _ => null };
    }
}
