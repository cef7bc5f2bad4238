using System.Collections.Frozen;

namespace Windrow.Fields.AverageRate;

/// <summary>
/// Accumulated parameters and those of their mean rates, by the ECMWF parameter database (https://codes.ecmwf.int/grib/param-db): the one in
/// J m-2, kg m-2 or the like, the other, a "time-mean … rate" or "flux", in the same per second. The choice is that of multio 2.11.
/// </summary>
internal static class AverageRates
{
    private static readonly (int Accumulated, int Rate)[] Single =
    [
        (20, 235022), (47, 235339), (48, 235025), (50, 235026), (57, 235027), (58, 235028), (145, 235032), (146, 235033), (147, 235034),
        (149, 235149), (150, 235150), (169, 235035), (175, 235036), (176, 235037), (177, 235038), (178, 235039), (179, 235040),
        (180, 235041), (181, 235042), (189, 235189), (195, 235045), (196, 235046), (197, 235047), (208, 235049), (209, 235050),
        (210, 235051), (211, 235052), (212, 235053), (3062, 235029), (3099, 235024), (162104, 235009), (162105, 235010), (162106, 235011),
        (162107, 235012), (162108, 235013), (162109, 235014), (228021, 235058), (228022, 235059), (228129, 235068), (228130, 235069),
        (228143, 235030), (228144, 235031), (228228, 235055), (231001, 235341), (231002, 235048), (231003, 235023), (231005, 235070),
        (231010, 235020), (231012, 235021), (231041, 235326), (231057, 235056), (231058, 235057), (235075, 235076), (236386, 235386),
        (236387, 235387), (260259, 235043), (264900, 263900), (264904, 263904), (264905, 263905),
    ];

    // Runs of neighbours: the first accumulated parameter, the first rate, and how many.
    private static readonly (int Accumulated, int Rate, int Count)[] Runs = [(162100, 235001, 4), (162110, 235005, 4), (233000, 235342, 32), (260652, 235378, 4)];

    private static readonly FrozenDictionary<long, long> Table = Make();

    /// <summary>All pairs: the accumulated parameter and the rate.</summary>
    public static IReadOnlyDictionary<long, long> All => Table;

    public static bool TryGet(long accumulated, out long rate) => Table.TryGetValue(accumulated, out rate);

    private static FrozenDictionary<long, long> Make()
    {
        var table = new Dictionary<long, long>();
        foreach (var (accumulated, rate) in Single)
            table.Add(accumulated, rate);
        foreach (var (accumulated, rate, count) in Runs)
        {
            for (var i = 0; i < count; i++)
                table.Add(accumulated + i, rate + i);
        }

        return table.ToFrozenDictionary();
    }
}
