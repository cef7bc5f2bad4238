using Windrow.Native.EcCodes;

namespace Windrow.Maps.Inputs.TimeStatistics;

/// <summary>
/// Knows amounts that cannot be negative: precipitation in all its forms, runoff and downward solar radiation. Fluxes that go both ways, and evaporation, are none.
/// Packing makes differences of them slightly negative where nothing fell.
/// </summary>
internal static class NonNegative
{
    private static readonly EcCodesKey Edition = "editionNumber";
    private static readonly EcCodesKey Table = "table2Version";
    private static readonly EcCodesKey Param = "indicatorOfParameter";
    private static readonly EcCodesKey Discipline = "discipline";
    private static readonly EcCodesKey Category = "parameterCategory";
    private static readonly EcCodesKey Number = "parameterNumber";

    public static bool Is(GribHandle handle) => handle.GetLong(Edition) == 1
        ? Is(handle.GetLong(Table), handle.GetLong(Param))
        : Is(handle.GetLong(Discipline), handle.GetLong(Category), handle.GetLong(Number));

    private static bool Is(long table, long param) => table switch
    {
        // WMO: precipitation and snow; snow and rain of COSMO; evaporation (57) not.
        1 or 2 or 3 => param is (>= 59 and <= 66) or 78 or 79 or 99 or 140 or 153,
        // ECMWF: runoff, large-scale and convective precipitation, snowfall, solar radiation downward, total precipitation.
        128 => param is 8 or 9 or (>= 142 and <= 144) or 169 or 205 or 228 or 239 or 240,
        // ECMWF: freezing rain and rates of precipitation.
        228 => param is 216 or (>= 218 and <= 228),
        // COSMO: rain, snow, graupel.
        201 => param is 100 or 101 or 102 or 111 or 112 or 113 or 122 or 123 or 132,
        _ => false,
    };

    private static bool Is(long discipline, long category, long number) => (discipline, category) switch
    {
        // Moisture, but for evaporation, sublimation and tendencies.
        (0, 1) => number is 7 or (>= 8 and <= 15) or (>= 28 and <= 31) or 37 or (>= 47 and <= 61) or (>= 64 and <= 68) or (>= 75 and <= 77),
        // Short-wave radiation downward, global.
        (0, 4) => number is 3 or 7 or 12 or 13 or 14,
        _ => false,
    };
}
