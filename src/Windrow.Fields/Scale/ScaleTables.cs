namespace Windrow.Fields.Scale;

/// <summary>
/// Parameters that ECMWF keeps in units of its own and that the WMO has in others. The parameters and their units are those of the ECMWF parameter
/// database (https://codes.ecmwf.int/grib/param-db), from which each factor follows; which pairs belong together is what the presets of
/// multio 2.11 do.
/// </summary>
internal static class ScaleTables
{
    // The density of ozone at standard conditions, by which Dobson units are defined: 1 kg m-2 is 46698.05 DU.
    private const double DobsonUnits = 46_698.05;

    // Metres of water to kg m-2: accumulated, in store, and as means over time.
    private static readonly (long Local, long Wmo)[] Water =
    [
        (8, 231010), (9, 231012), (44, 231003), (45, 3099), (141, 228141), (142, 3062), (143, 228143), (144, 228144), (182, 260259),
        (198, 160198), (205, 231002), (228, 228228), (239, 231057), (240, 231058), (228216, 231001), (228251, 231005),
        (172008, 235020), (172009, 235021), (172044, 235023), (172045, 235024), (172142, 235029), (172143, 235030), (172144, 235031),
        (172182, 235043), (172205, 235048), (172228, 235055), (235141, 235078),
    ];

    // Fractions to per cent: albedo, snow albedo and cloud cover.
    private static readonly (long Local, long Wmo)[] Fractions =
    [
        (15, 210199), (16, 210198), (17, 210261), (18, 210260), (32, 228032), (164, 228164), (174, 260509), (186, 3073), (187, 3074),
        (188, 3075), (243, 260509), (210186, 210201), (210187, 210202), (210188, 210200), (210189, 210263), (210190, 210264),
        (210191, 210262),
        (235186, 235108), (235187, 235109), (235188, 235110), (235243, 235263),
    ];

    // Total column ozone.
    private static readonly (long Local, long Wmo)[] Ozone = [(206, 260132)];

    /// <summary>The mappings of a preset. Of two local parameters for one of the WMO, the way back leads to the later one, as in multio.</summary>
    /// <param name="strict">multio 2.11 has the way back in <see cref="ScalePreset.LocalToWmo"/> as well.</param>
    public static Dictionary<long, (long To, double Factor)> Of(ScalePreset preset, bool strict)
    {
        var mappings = new Dictionary<long, (long, double)>();
        foreach (var (pairs, factor) in (ReadOnlySpan<((long Local, long Wmo)[], double)>)[(Water, 1000), (Fractions, 100), (Ozone, DobsonUnits)])
        {
            foreach (var (local, wmo) in pairs)
            {
                if (preset == ScalePreset.LocalToWmo)
                    mappings[local] = (wmo, factor);
                if (preset == ScalePreset.WmoToLocal || strict)
                    mappings[wmo] = (local, 1 / factor);
            }
        }

        return mappings;
    }
}
