using Windrow.Core.Configuration;

namespace Windrow.Fields.Interpolate;

/// <summary>MARS' post-processing keys that multio hands to MIR and that do nothing here.</summary>
internal static class InterpolatePostprocessing
{
    // Without these a result would be another field than was asked for.
    private static readonly string[] Refused = ["rotation", "frame", "bitmap"];
    private static readonly string[] Ignored = ["accuracy", "format", "gaussian", "intgrid", "packing", "resol", "specification", "style", "truncation"];

    public static OptionSet<T> Declare<T>(OptionSet<T> set)
        where T : class, new()
    {
        foreach (var key in Refused)
            set.Node(key, static (_, _) => { }, "MARS'; it is not done here, and refused.");
        foreach (var key in Ignored)
            set.Node(key, static (_, _) => { }, "MARS'; it is read over, with a warning.");
        return set;
    }

    public static void Report(OptionReport report)
    {
        foreach (var key in Refused)
        {
            if (report.Mapping[key] is not null)
                report.Error(key, $"'{key}' is not done here, and fields without it would not be what was asked for", "remove it", Rules.NotYet);
        }

        foreach (var key in Ignored)
        {
            if (report.Mapping[key] is not null)
                report.Warning(key, $"'{key}' has no effect here", key is "accuracy" or "packing" ? "set 'bits-per-value' and 'packing-type' in 'encode'" : "remove it", Rules.NotYet);
        }
    }
}
