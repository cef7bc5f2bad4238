using System.Collections.Frozen;

namespace Windrow.Fields.Grib.Keys;

/// <summary>The keys whose dependence on octets is known and tested. All others are asked of a handle.</summary>
internal static class GribKeyTable
{
    private static readonly (GribAspect Aspect, string Names)[] Groups =
    [
        (GribAspect.Product,
            "shortName paramId param mars.param name units cfName cfVarName typeOfLevel levtype mars.levtype stepType "
            + "class stream type expver mars.class mars.stream mars.type mars.expver marsClass marsStream marsType "
            + "experimentVersionNumber domain mars.domain dataType centre subCentre edition editionNumber discipline "
            + "parameterCategory parameterNumber levelType typeOfFirstFixedSurface typeOfSecondFixedSurface "
            + "numberOfTimeRange typeOfProcessedData typeOfStatisticalProcessing typeOfGeneratingProcess generatingProcessIdentifier tablesVersion "
            + "localTablesVersion table2Version indicatorOfParameter indicatorOfTypeOfLevel timeRangeIndicator "
            + "localDefinitionNumber grib2LocalSectionNumber significanceOfReferenceTime productDefinitionTemplateNumber"),
        (GribAspect.Level,
            "level topLevel bottomLevel scaleFactorOfFirstFixedSurface scaledValueOfFirstFixedSurface "
            + "scaleFactorOfSecondFixedSurface scaledValueOfSecondFixedSurface"),
        (GribAspect.ProductAndLevel, "levelist mars.levelist levels"),
        (GribAspect.Step,
            "step startStep endStep mars.step stepRange stepUnits forecastTime indicatorOfUnitOfTimeRange "
            + "indicatorOfUnitForTimeRange lengthOfTimeRange P1 P2 unitOfTimeRange"),
        (GribAspect.Member,
            "number perturbationNumber mars.number numberOfForecastsInEnsemble totalNumber typeOfEnsembleForecast "
            + "derivedForecast"),
        (GribAspect.Grid,
            "gridType Ni Nj Nx Ny numberOfPoints numberOfDataPoints N gridDefinitionTemplateNumber "
            + "latitudeOfFirstGridPointInDegrees longitudeOfFirstGridPointInDegrees latitudeOfLastGridPointInDegrees "
            + "longitudeOfLastGridPointInDegrees iDirectionIncrementInDegrees jDirectionIncrementInDegrees "
            + "iScansNegatively jScansPositively jPointsAreConsecutive md5GridSection"),
        (GribAspect.Packing, "packingType bitsPerValue"),
        (GribAspect.None,
            "date time mars.date mars.time dataDate dataTime year month day hour minute second totalLength"),
    ];

    private static readonly Dictionary<string, GribShortcut> Shortcuts = new(StringComparer.Ordinal)
    {
        ["date"] = GribShortcut.Date,
        ["mars.date"] = GribShortcut.Date,
        ["dataDate"] = GribShortcut.Date,
        ["time"] = GribShortcut.Time,
        ["mars.time"] = GribShortcut.Time,
        ["dataTime"] = GribShortcut.Time,
        ["year"] = GribShortcut.Year,
        ["month"] = GribShortcut.Month,
        ["day"] = GribShortcut.Day,
        ["hour"] = GribShortcut.Hour,
        ["minute"] = GribShortcut.Minute,
        ["second"] = GribShortcut.Second,
        ["level"] = GribShortcut.Level,
        ["step"] = GribShortcut.Step,
        ["startStep"] = GribShortcut.StartStep,
        ["endStep"] = GribShortcut.Step,
        ["mars.step"] = GribShortcut.Step,
        ["stepRange"] = GribShortcut.StepRange,
        ["number"] = GribShortcut.Member,
        ["perturbationNumber"] = GribShortcut.Member,
        ["mars.number"] = GribShortcut.Member,
        ["totalLength"] = GribShortcut.TotalLength,
    };

    // Must come after the tables above: static fields are initialised in the order of the text.
    private static readonly FrozenDictionary<string, (GribAspect Aspect, GribShortcut Shortcut, int Slot, int Check)> Keys = Build();

    public static IEnumerable<string> Names => Keys.Keys;

    public static (GribAspect Aspect, GribShortcut Shortcut, int Slot, int Check) Find(string name) =>
        Keys.TryGetValue(name, out var key) ? key : (GribAspect.None, GribShortcut.None, -1, -1);

    private static FrozenDictionary<string, (GribAspect Aspect, GribShortcut Shortcut, int Slot, int Check)> Build()
    {
        var keys = new Dictionary<string, (GribAspect, GribShortcut, int, int)>(StringComparer.Ordinal);
        var checks = 0;
        foreach (var (aspect, names) in Groups)
        {
            var slot = aspect == GribAspect.None ? -1 : 0;
            foreach (var name in names.Split(' '))
            {
                var shortcut = Shortcuts.GetValueOrDefault(name);
                keys.Add(name, (aspect, shortcut, slot < 0 ? -1 : slot++, shortcut == GribShortcut.None ? -1 : checks++));
            }
        }

        return keys.ToFrozenDictionary(StringComparer.Ordinal);
    }
}
