namespace Windrow.Fields.KnownMetadata;

/// <summary>
/// Names of metadata: those of multio's two generations, MARS keywords (ECMWF's language of requests), and keys of ecCodes that stand beside them.
/// </summary>
internal static class KnownKeyNames
{
    public static readonly string[] All =
    [
        // multio, with the names that models give
        "name", "category", "domain", "level", "levelist", "param", "paramId", "representation", "toAllServers",
        "startDate", "startTime", "step", "endStep", "startStep", "timeStep", "step-frequency", "currentDate", "currentTime", "previousDate", "previousTime",
        "sampleIntervalInSeconds", "startStepInHours", "endStepInHours", "operation", "operation-frequency", "bitmapPresent", "missingValue",
        "gridType", "levtype", "typeOfLevel", "bitsPerValue", "unstructuredGridType", "unstructuredGridSubtype", "uuidOfHGrid", "Nside", "orderingConvention",
        "Ni", "Nj", "north", "south", "west", "east", "west_east_increment", "south_north_increment", "flushKind", "serverRank", "restartDateTime",
        "trigger", "clientPlanName", "encoder-overwrites", "nemoParam", "fesomLevelType", "atlas-grid-kind", "payloadKey", "payloadElementType",
        "timeReference", "stepRange", "ensembleMember", "ensemble-member", "ensembleSize", "ensemble-size", "marsClass", "marsStream", "marsType",
        "experimentVersionNumber", "generatingProcessIdentifier", "numberOfForecastsInEnsemble", "methodNumber", "systemNumber", "timeIncrement",
        "misc-globalSize", "misc-precision", "misc-format", "misc-sourcePeer",

        // MARS
        "origin", "class", "stream", "type", "expver", "model", "date", "time", "timespan", "stattype", "anoffset", "hdate", "refdate", "fcmonth", "fcperiod",
        "number", "ident", "instrument", "channel", "chem", "wavelength", "direction", "frequency", "method", "system", "iteration", "diagnostic", "dataset",
        "resolution", "activity", "experiment", "generation", "realization", "packing", "grid", "truncation",

        // multio's second generation, beside MARS
        "misc-tablesVersion", "misc-localTablesVersion", "misc-generatingProcessIdentifier", "misc-typeOfProcessedData", "misc-initialStep",
        "misc-timeIncrementInSeconds", "misc-lengthOfTimeWindow", "misc-lengthOfTimeWindowInSeconds", "misc-bitmapPresent", "misc-missingValue",
        "misc-typeOfEnsembleForecast", "misc-numberOfForecastsInEnsemble", "misc-satelliteSeries", "misc-scaleFactorOfCentralWaveNumber",
        "misc-scaledValueOfCentralWaveNumber", "misc-pv", "misc-PVPresent", "misc-scaleFactorOfWaveDirections", "misc-scaleFactorOfWaveFrequencies",
        "misc-waveDirections", "misc-waveFrequencies", "misc-bitsPerValue", "misc-laplacianOperator", "misc-subCentre", "misc-productionStatusOfProcessedData",
        "misc-nside", "misc-orderingConvention", "misc-typeOfLevel", "misc-typeOfStatisticalProcessing",

        // ecCodes
        "shortName", "centre", "subCentre", "tablesVersion", "localTablesVersion", "dataDate", "dataTime", "validityDate", "validityTime", "edition", "editionNumber",
        "packingType", "setPackingType", "setLocalDefinition", "localDefinitionNumber", "grib2LocalSectionNumber", "productDefinitionTemplateNumber",
        "typeOfProcessedData", "typeOfGeneratingProcess", "typeOfFirstFixedSurface", "typeOfSecondFixedSurface", "productionStatusOfProcessedData",
        "stepUnits", "stepType", "levelType", "indicatorOfTypeOfLevel", "dataType", "gridName", "numberOfValues", "nside", "longitudeOfFirstGridPoint",
    ];
}
