using Windrow.Fields.Grib.Framing;
using Windrow.Native.EcCodes;

namespace Windrow.Fields.Tests.Grib;

/// <summary>Messages to test with: real ones from the shared data where they are, and ones made from ecCodes' samples.</summary>
internal static class GribCorpus
{
    public static string? SharedFolder { get; } = FindShared();

    public static IEnumerable<string> SharedFiles => SharedFolder is null
        ? []
        : Directory.EnumerateFiles(SharedFolder, "*", SearchOption.AllDirectories).Order(StringComparer.Ordinal);

    /// <summary>All messages of a file, or of any octets.</summary>
    public static List<byte[]> MessagesIn(ReadOnlySpan<byte> octets)
    {
        var messages = new List<byte[]>();
        var scanner = new GribScanner(octets);
        while (scanner.TryNext(out var frame))
            messages.Add(octets.Slice((int)frame.Offset, frame.Length).ToArray());
        return messages;
    }

    /// <summary>Small messages of many kinds: both editions, grids, templates, steps in odd units, layers.</summary>
    public static IEnumerable<(string Name, byte[] Message)> Generated()
    {
        foreach (var sample in (string[])
            [
                "regular_ll_pl_grib1", "regular_ll_pl_grib2", "regular_ll_sfc_grib1", "regular_ll_sfc_grib2",
                "reduced_gg_pl_32_grib1", "reduced_gg_pl_32_grib2", "sh_ml_grib1", "sh_ml_grib2", "sh_pl_grib1",
                "regular_gg_ml_grib1", "regular_gg_ml_grib2", "polar_stereographic_pl_grib1", "GRIB1", "GRIB2",
                "polar_stereographic_sfc_grib2", "rotated_ll_pl_grib2", "lambert_bf_grib2",
            ])
        {
            yield return (sample, Make(sample));
        }

        foreach (var (name, keys) in Variants())
            yield return (name, Make("regular_ll_sfc_grib2", keys));
        foreach (var (name, keys) in Variants1())
            yield return (name, Make("regular_ll_pl_grib1", keys));
    }

    /// <param name="sample">One of ecCodes' samples.</param>
    /// <param name="keys">What to set, in order; numbers as integers, the rest as text.</param>
    public static byte[] Make(string sample, params (string Key, object Value)[] keys)
    {
        using var handle = GribHandle.FromSample(sample);
        foreach (var (key, value) in keys)
        {
            if (value is string text)
                handle.SetString(key, text);
            else
                handle.SetLong(key, Convert.ToInt64(value, System.Globalization.CultureInfo.InvariantCulture));
        }

        return handle.Message.ToArray();
    }

    private static IEnumerable<(string, (string, object)[])> Variants()
    {
        foreach (var paramId in (int[])[130, 131, 167, 151, 228])
            yield return ($"paramId {paramId}", [("productDefinitionTemplateNumber", paramId is 228 ? 8 : 0), ("paramId", paramId)]);
        foreach (var level in (int[])[1000, 850, 1])
            yield return ($"pl {level}", [("paramId", 130), ("typeOfLevel", "isobaricInhPa"), ("level", level)]);
        yield return ("50 Pa", [("paramId", 130), ("typeOfLevel", "isobaricInPa"), ("level", 50)]);
        yield return ("ml 137", [("paramId", 130), ("typeOfLevel", "hybrid"), ("level", 137)]);
        yield return ("2 m", [("discipline", 0), ("parameterCategory", 0), ("parameterNumber", 0), ("typeOfFirstFixedSurface", 103), ("scaleFactorOfFirstFixedSurface", 0), ("scaledValueOfFirstFixedSurface", 2)]);
        yield return ("0.07 m soil", [("paramId", 139), ("typeOfFirstFixedSurface", 106), ("scaleFactorOfFirstFixedSurface", 2), ("scaledValueOfFirstFixedSurface", 7)]);
        foreach (var surface in (int[])[151, 160, 168])
            yield return ($"layer {surface}", [("discipline", 10), ("parameterCategory", 4), ("parameterNumber", 18), ("typeOfFirstFixedSurface", surface), ("scaleFactorOfFirstFixedSurface", 0), ("scaledValueOfFirstFixedSurface", 1), ("typeOfSecondFixedSurface", surface), ("scaleFactorOfSecondFixedSurface", 0), ("scaledValueOfSecondFixedSurface", 2)]);
        foreach (var (unit, time) in (IEnumerable<(int, int)>)[(0, 60), (0, 90), (0, 15), (1, 7), (2, 2), (10, 3), (11, 4), (12, 1), (13, 7200), (13, 30)])
        {
            yield return ($"point, unit {unit} time {time}", [("indicatorOfUnitOfTimeRange", unit), ("forecastTime", time)]);
            yield return ($"range, unit {unit} time {time}", [("productDefinitionTemplateNumber", 8), ("indicatorOfUnitOfTimeRange", unit), ("forecastTime", time), ("indicatorOfUnitForTimeRange", unit), ("lengthOfTimeRange", time)]);
        }

        foreach (var template in (int[])[1, 2, 8, 11, 12, 40, 41, 42, 43, 48, 60])
            yield return ($"template {template}", [("productDefinitionTemplateNumber", template), ("step", 12)]);
        foreach (var member in (int[])[0, 1, 50])
            yield return ($"member {member}", [("setLocalDefinition", 1), ("localDefinitionNumber", 1), ("stream", "enfo"), ("type", "pf"), ("productDefinitionTemplateNumber", 1), ("perturbationNumber", member), ("numberOfForecastsInEnsemble", 51)]);
        yield return ("accumulated 0-6", [("productDefinitionTemplateNumber", 8), ("typeOfStatisticalProcessing", 1), ("stepRange", "0-6")]);
        yield return ("maximum 6-12", [("productDefinitionTemplateNumber", 11), ("typeOfStatisticalProcessing", 2), ("stepRange", "6-12")]);
        yield return ("two ranges", [("productDefinitionTemplateNumber", 8), ("numberOfTimeRange", 2), ("stepRange", "0-24")]);
        yield return ("seconds", [("second", 30), ("dataTime", 630)]);
        yield return ("date", [("dataDate", 19791231), ("dataTime", 5)]);
        yield return ("kwbc", [("centre", "kwbc"), ("tablesVersion", 2), ("parameterCategory", 1), ("parameterNumber", 8)]);
        yield return ("edzw", [("centre", "edzw"), ("parameterCategory", 6), ("parameterNumber", 22), ("typeOfFirstFixedSurface", 100), ("scaleFactorOfFirstFixedSurface", 0), ("scaledValueOfFirstFixedSurface", 40000)]);
        yield return ("tigge", [("productionStatusOfProcessedData", 4), ("productDefinitionTemplateNumber", 1), ("perturbationNumber", 3)]);
    }

    private static IEnumerable<(string, (string, object)[])> Variants1()
    {
        foreach (var (type, level) in (IEnumerable<(int, int)>)[(100, 500), (109, 60), (105, 2), (1, 0), (112, 7), (210, 50)])
            yield return ($"grib1 level type {type}", [("indicatorOfTypeOfLevel", type), ("level", level)]);
        foreach (var range in (int[])[0, 1, 2, 3, 4, 5, 10, 113])
            yield return ($"grib1 time range {range}", [("timeRangeIndicator", range), ("P1", 1), ("P2", 3)]);
        foreach (var unit in (int[])[0, 1, 2, 10, 11, 12, 254])
            yield return ($"grib1 unit {unit}", [("unitOfTimeRange", unit), ("P1", 60)]);
        foreach (var stream in (string[])["oper", "enfo", "wave", "moda", "mnth"])
            yield return ($"grib1 stream {stream}", [("stream", stream), ("type", "fc"), ("perturbationNumber", 7)]);
        yield return ("grib1 1979", [("dataDate", 19791231), ("dataTime", 1800)]);
        yield return ("grib1 2t", [("paramId", 167)]);
        yield return ("grib1 Offenbach", [("centre", 78), ("table2Version", 2), ("indicatorOfParameter", 11), ("indicatorOfTypeOfLevel", 105), ("level", 2)]);
    }

    private static string? FindShared()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (!File.Exists(Path.Combine(folder.FullName, "windrow.slnx")))
                continue;
            foreach (var above in (string[])["..", "../.."])
            {
                var shared = Path.GetFullPath(Path.Combine(folder.FullName, above, "shared/data/grib"));
                if (Directory.Exists(shared))
                    return shared;
            }
        }

        return null;
    }
}
