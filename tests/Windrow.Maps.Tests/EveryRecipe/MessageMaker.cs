using Windrow.Core.Filters;
using Windrow.Core.Messages;
using Windrow.Maps.Definitions.Inputs;
using Windrow.Maps.Tests.Definitions;
using Windrow.Native.EcCodes;

namespace Windrow.Maps.Tests.EveryRecipe;

/// <summary>
/// Makes a GRIB message that an input takes: what its condition asks for is set on samples of ecCodes, with the centres, tables and templates that
/// such fields come with, until the condition holds.
/// </summary>
internal static class MessageMaker
{
    private static readonly string[] Samples = ["regular_ll_sfc_grib1", "regular_ll_sfc_grib2", "regular_ll_pl_grib1", "regular_ll_pl_grib2"];
    private static readonly long[] Centres = [80, 98, 78, 200, 7];

    // WMO's table, and those that ECMWF, DWD and ARPA have for their own parameters.
    private static readonly long[] EcmwfTables = [128, 210, 228, 2];
    private static readonly long[] OtherTables = [2, 201, 203, 128];
    private const long Ecmwf = 98;
    private const long Ocean = 10;

    /// <summary>Null: no sample can be made to fit.</summary>
    /// <param name="isSum">Amounts since the reference time, as decumulation wants them.</param>
    public static GribHandle? Make(StreamInput input, bool isSum)
    {
        foreach (var way in ConditionSolver.Solve(input.EcCodes!))
        {
            foreach (var sample in Samples)
            {
                foreach (var centre in Centres)
                {
                    foreach (var variant in Variants(sample, centre, isSum))
                    {
                        if (TryMake(input.EcCodes!, sample, centre, variant, way) is { } message)
                            return message;
                    }
                }
            }
        }

        return null;
    }

    // ECMWF codes amounts in GRIB1 as if they were of an instant.
    private static IEnumerable<(string Key, long Value)[]> Variants(string sample, long centre, bool isSum)
    {
        if (sample.EndsWith('1'))
            return (centre == Ecmwf ? EcmwfTables : OtherTables).Select(table => ((string, long)[])[("table2Version", table), ("timeRangeIndicator", isSum && centre != Ecmwf ? 4 : 0)]);
        (string, long)[] sum = [("productDefinitionTemplateNumber", 8), ("typeOfStatisticalProcessing", 1), ("typeOfTimeIncrement", 2)];
        (string, long)[][] instants = [[], [("typeOfGeneratingProcess", 2)], [("localTablesVersion", 1)]];
        (string, long)[][] sums = [sum, [.. sum, ("typeOfGeneratingProcess", 2)], [.. sum, ("localTablesVersion", 1), ("typeOfGeneratingProcess", 2)], [.. sum, ("typeOfGeneratingProcess", 0)]];
        return isSum ? sums : [.. instants, .. sums];
    }

    private static GribHandle? TryMake(EcCodesCondition condition, string sample, long centre, (string Key, long Value)[] variant, List<Assignment> way)
    {
        var handle = GribHandle.FromSample(sample);
        try
        {
            SetGrid(handle);
            handle.SetLong("centre", centre);
            foreach (var (key, value) in variant)
                handle.SetLong(key, value);
            if (way.Exists(static one => one.Key == "parameterCategory") && !way.Exists(static one => one.Key == "discipline"))
                handle.SetLong("discipline", Ocean); // arkimaps' sea recipes leave it out
            foreach (var assignment in way.OrderBy(Rank))
                Set(handle, assignment);
            if (condition.Evaluate(Metadata.Empty.WithTail(new HandleTail(handle))) == Truth.True)
                return handle;
        }
        catch (EcCodesException)
        {
            // This sample does not have the key, or not with the others: the next may.
        }

        handle.Dispose();
        return null;
    }

    // The kind of product before its parameter, the parameter before what depends on it.
    private static int Rank(Assignment assignment) => assignment.Key switch
    {
        "editionNumber" or "centre" => 0,
        "discipline" => 1,
        "numberOfTimeRange" or "typeOfStatisticalProcessing" or "typeOfGeneratingProcess" or "typeOfProcessedData" => 2,
        "parameterCategory" => 3,
        "parameterNumber" => 4,
        "levelType" or "typeOfLevel" or "typeOfFirstFixedSurface" => 5,
        "shortName" => 6,
        _ => 7,
    };

    private static void Set(GribHandle handle, Assignment assignment)
    {
        var isFirst = handle.GetLong("editionNumber") == 1;
        switch (assignment.Key)
        {
            case "editionNumber":
                if (handle.GetLong("editionNumber") != (long)assignment.Number)
                    throw new EcCodesException(EcCodesStatus.NotFound, "this sample is of the other edition", assignment.Key);
                break;
            case "numberOfTimeRange" or "typeOfStatisticalProcessing" when !isFirst && !handle.Has(assignment.Key):
                handle.SetLong("productDefinitionTemplateNumber", 8);
                handle.SetLong(assignment.Key, (long)assignment.Number);
                break;
            case "levelType":
                handle.SetLong(isFirst ? "indicatorOfTypeOfLevel" : "typeOfFirstFixedSurface", (long)assignment.Number);
                break;
            default:
                if (assignment.Text is { } text)
                    handle.SetString(assignment.Key, text);
                else
                    handle.SetLong(assignment.Key, (long)assignment.Number);
                break;
        }
    }

    /// <summary>Central Europe and the Mediterranean, half a degree.</summary>
    private static void SetGrid(GribHandle handle)
    {
        handle.SetLong("Ni", PlausibleValues.Columns);
        handle.SetLong("Nj", PlausibleValues.Rows);
        handle.SetDouble("latitudeOfFirstGridPointInDegrees", 55);
        handle.SetDouble("longitudeOfFirstGridPointInDegrees", 0);
        handle.SetDouble("latitudeOfLastGridPointInDegrees", 33);
        handle.SetDouble("longitudeOfLastGridPointInDegrees", 24);
        handle.SetDouble("iDirectionIncrementInDegrees", 0.5);
        handle.SetDouble("jDirectionIncrementInDegrees", 0.5);
        handle.SetLong("dataDate", 20261120);
        handle.SetLong("dataTime", 0);
    }
}
