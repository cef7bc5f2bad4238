using Windrow.Native.EcCodes;

namespace Windrow.Maps.Inputs.Transform;

/// <summary>
/// Knows quantities by their codes rather than by short names, which change between versions of ecCodes. Source: WMO GRIB1 table 2, ECMWF's table 128,
/// COSMO's tables 200 and 201, WMO GRIB2 table 4.2.
/// </summary>
internal static class QuantityTable
{
    private static readonly QuantityDefinition[] All =
    [
        new(Quantity.Temperature, "B12101", "temperature", [(2, 11), (128, 130), (128, 167), (200, 11)], (0, 0, 0)),
        new(Quantity.DewPoint, "B12103", "dew point", [(2, 17), (128, 168)], (0, 0, 6)),
        // GRIB1 has no wet bulb temperature; its temperature anomaly is no quantity that could be taken for another input.
        new(Quantity.WetBulbTemperature, "B12102", "wet bulb temperature", [(2, 25)], (0, 0, 27)),
        new(Quantity.EquivalentPotentialTemperature, "B12193", "equivalent potential temperature", [(2, 14)], (0, 0, 3)),
        new(Quantity.SpecificHumidity, "B13001", "specific humidity", [(2, 51), (128, 133)], (0, 1, 0)),
        new(Quantity.RelativeHumidity, "B13003", "relative humidity", [(2, 52), (128, 157)], (0, 1, 1)),
        new(Quantity.Pressure, "B10004", "pressure", [(2, 1), (128, 134)], (0, 3, 0)),
        new(Quantity.WindEastward, "B11003", "eastward wind", [(2, 33), (128, 131), (128, 165), (200, 33)], (0, 2, 2)),
        new(Quantity.WindNorthward, "B11004", "northward wind", [(2, 34), (128, 132), (128, 166), (200, 34)], (0, 2, 3)),
        new(Quantity.WindSpeed, "B11002", "wind speed", [(2, 32), (128, 10), (200, 36)], (0, 2, 1)),
        new(Quantity.LargeScaleSnow, "B13201", "large-scale snow", [(2, 79)], (0, 1, 56)),
        new(Quantity.ConvectiveSnow, "B13203", "convective snow", [(2, 78)], (0, 1, 55)),
        new(Quantity.Graupel, "B13236", "graupel", [(201, 132)], (0, 1, 75)),
        new(Quantity.Snow, "B13205", "snowfall", [(2, 153), (128, 144)], (0, 1, 53)),
        new(Quantity.SnowAndGraupel, "B13237", "snowfall with graupel", [(2, 153)], (0, 1, 53)),
        new(Quantity.Visibility, "B20001", "visibility", [(2, 20)], (0, 19, 0)),
    ];

    private static readonly EcCodesKey Edition = "editionNumber";
    private static readonly EcCodesKey Table = "table2Version";
    private static readonly EcCodesKey Param = "indicatorOfParameter";
    private static readonly EcCodesKey Discipline = "discipline";
    private static readonly EcCodesKey Category = "parameterCategory";
    private static readonly EcCodesKey Number = "parameterNumber";

    public static QuantityDefinition Of(Quantity quantity) => All[(int)quantity];

    public static QuantityDefinition? OfCode(string code) => Array.Find(All, definition => definition.Code == code);

    /// <summary>What a message is of; null when no transformation knows it.</summary>
    public static QuantityDefinition? Of(GribHandle handle)
    {
        if (handle.GetLong(Edition) == 2)
        {
            var triple = (handle.GetLong(Discipline), handle.GetLong(Category), handle.GetLong(Number));
            return Array.Find(All, definition => definition.Grib2 == triple);
        }

        // WMO's table 2 grew from 1 and went on as 3, with the same numbers.
        var (table, param) = (handle.GetLong(Table), handle.GetLong(Param));
        return Array.Find(All, definition => Array.IndexOf(definition.Grib1, (table is 1 or 3 ? 2 : table, param)) >= 0);
    }

    /// <summary>Says in a message that it is of a quantity.</summary>
    public static void Write(GribHandle handle, Quantity quantity)
    {
        var definition = Of(quantity);
        if (handle.GetLong(Edition) == 2)
        {
            handle.SetLong(Discipline, definition.Grib2.Discipline);
            handle.SetLong(Category, definition.Grib2.Category);
            handle.SetLong(Number, definition.Grib2.Number);
            return;
        }

        handle.SetLong(Table, definition.Grib1[0].Table);
        handle.SetLong(Param, definition.Grib1[0].Param);
    }
}
