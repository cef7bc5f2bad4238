using System.Collections.Frozen;

namespace Windrow.Fields.Encode.Mapping;

/// <summary>Names of metadata that rules of their own read, or that mean something else than the ecCodes key of that name.</summary>
internal static class OtherKeys
{
    /// <summary>Not set as ecCodes keys under their own names.</summary>
    public static readonly FrozenSet<string> NotForGrib = FrozenSet.ToFrozenSet(
        ("paramId shortName param number ensembleMember ensemble-member ensembleSize ensemble-size bitsPerValue class marsClass stream marsStream "
        + "expver experimentVersionNumber type marsType typeOfLevel levtype level levelist gridType gridName isOctahedral Nside orderingConvention edition N Ni Nj truncation north south west east "
        + "west_east_increment south_north_increment latitudeOfFirstGridPointInDegrees longitudeOfFirstGridPointInDegrees "
        + "latitudeOfLastGridPointInDegrees longitudeOfLastGridPointInDegrees iDirectionIncrementInDegrees jDirectionIncrementInDegrees "
        + "operation operation-frequency startDate startTime previousDate previousTime currentDate currentTime date time dataDate dataTime "
        + "step startStep endStep stepRange startStepInHours endStepInHours timeReference timeStep timeIncrement sampleIntervalInSeconds step-frequency "
        + "missingValue bitmapPresent encoder-overwrites "
        // The name of a field or domain, and other words that ecCodes has for something else.
        + "name units cfName cfVarName values domain category representation identifier").Split(' '),
        StringComparer.Ordinal);

    // Others are only there, or mean something else, once these are set: tables, the local section, the kind of product.
    private static readonly string[] First =
    [
        "tablesVersion", "localTablesVersion", "setLocalDefinition", "grib2LocalSectionNumber", "localDefinitionNumber", "deleteExtraLocalSection",
        "extraLocalSectionNumber", "productDefinitionTemplateNumber", "productionStatusOfProcessedData", "dataset",
    ];

    /// <summary>Where a key comes among those of a message, whose own order says nothing.</summary>
    public static int PlaceOf(string key) => Array.IndexOf(First, key) is >= 0 and var place ? place : First.Length;

    /// <summary>Keys that touch neither time nor level nor member, so that those may go on moving.</summary>
    public static readonly FrozenSet<string> Harmless = FrozenSet.ToFrozenSet(
        ("class marsClass stream marsStream type marsType expver experimentVersionNumber centre subCentre originatingCentre generatingProcessIdentifier "
        + "backgroundProcess typeOfGeneratingProcess packingType bitsPerValue decimalScaleFactor productionStatusOfProcessedData typeOfProcessedData "
        + "numberOfForecastsInEnsemble methodNumber systemNumber tablesVersion localTablesVersion shapeOfTheEarth Ni Nj N numberOfDataPoints "
        + "typeOfStatisticalProcessing typeOfTimeIncrement indicatorOfUnitOfTimeRange indicatorOfUnitForTimeRange indicatorOfUnitForTimeIncrement "
        + "timeIncrement timeRangeIndicator unitOfTimeRange jScansPositively latitudeOfFirstGridPointInDegrees longitudeOfFirstGridPointInDegrees "
        + "latitudeOfLastGridPointInDegrees longitudeOfLastGridPointInDegrees iDirectionIncrementInDegrees jDirectionIncrementInDegrees "
        + "typeOfLevel paramId shortName").Split(' '),
        StringComparer.Ordinal);
}
