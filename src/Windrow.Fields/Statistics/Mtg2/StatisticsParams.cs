using System.Collections.Frozen;
using Windrow.Fields.AverageRate;

namespace Windrow.Fields.Statistics.Mtg2;

/// <summary>
/// The parameters of statistics of a parameter, by the ECMWF parameter database (https://codes.ecmwf.int/grib/param-db): numbers of the
/// hundred thousands 235 (time-mean), 237 (time-maximum), 238 (time-minimum) and 239 (time-standard-deviation) that end alike, ocean waves in
/// 141, 143, 144 and 145, the ocean in 263, 265, 266 and 267. Which of them there are follows the tables of multio 2.11.
/// </summary>
internal static class StatisticsParams
{
    // A run of neighbours: the first parameter, the end of the first product's number, how many.
    private static readonly (int Param, int End, int Count)[] AllFour =
    [
        (3, 269, 1), (10, 97, 1), (31, 83, 1), (33, 80, 1), (34, 84, 1), (53, 286, 1), (54, 98, 1), (59, 287, 1), (60, 100, 1), (75, 101, 3), (78, 87, 2),
        (129, 129, 10), (148, 99, 1), (151, 151, 2), (155, 155, 1), (157, 157, 1), (159, 159, 1), (165, 165, 4), (203, 203, 1), (207, 207, 1), (229, 41, 2),
        (231, 33, 1), (232, 43, 1), (235, 79, 1), (238, 238, 1), (244, 244, 5), (3020, 105, 1), (3031, 106, 1), (3073, 108, 3), (160198, 289, 1),
        (162031, 344, 1), (162032, 346, 2), (162034, 352, 1), (162035, 355, 1), (162036, 359, 5), (162041, 366, 4), (162046, 370, 4), (162050, 377, 1),
        (162059, 291, 5), (162065, 357, 2), (162067, 348, 2), (162071, 364, 2), (162073, 342, 2), (162075, 350, 2), (162077, 374, 2), (162081, 356, 1),
        (162082, 353, 1), (162085, 345, 1), (162086, 354, 1), (162087, 376, 1), (162093, 296, 1), (162150, 1, 4), (162154, 9, 6), (162160, 5, 4),
        (174096, 89, 1), (210198, 282, 1), (210199, 281, 1), (210200, 299, 1), (210201, 297, 2), (210260, 284, 1), (210261, 283, 1), (210262, 302, 1),
        (210263, 300, 2), (214001, 340, 1), (228001, 303, 1), (228003, 304, 1), (228008, 90, 2), (228010, 305, 11), (228023, 316, 2), (228029, 318, 2),
        (228032, 285, 1), (228037, 320, 1), (228044, 321, 5), (228050, 326, 1), (228088, 327, 1), (228089, 111, 1), (228090, 107, 1), (228131, 328, 2),
        (228141, 78, 1), (228164, 288, 1), (228217, 26, 1), (228218, 330, 2), (228220, 56, 2), (228231, 332, 4), (228235, 117, 1), (228237, 336, 1),
        (231004, 70, 1), (231049, 397, 1), (231063, 395, 1), (231065, 23, 1), (231069, 390, 3), (231072, 405, 1), (260001, 120, 1), (260002, 34, 1),
        (260033, 30, 1), (260048, 55, 1), (260049, 31, 1), (260050, 29, 1), (260060, 341, 1), (260081, 45, 2), (260087, 35, 1), (260089, 37, 1),
        (260090, 28, 1), (260091, 51, 1), (260092, 27, 1), (260097, 36, 1), (260099, 38, 1), (260100, 52, 1), (260109, 337, 1), (260119, 189, 1),
        (260121, 257, 1), (260123, 258, 1), (260132, 290, 1), (260180, 393, 1), (260199, 77, 1), (260260, 261, 1), (260262, 58, 1), (260289, 93, 1),
        (260290, 262, 1), (260360, 94, 1), (260361, 68, 1), (260363, 69, 1), (260373, 394, 1), (260443, 48, 1), (260475, 24, 1), (260509, 263, 1),
        (260657, 338, 1), (260667, 22, 1), (260668, 339, 1), (260669, 25, 1), (260670, 32, 1), (260671, 39, 2), (260673, 47, 1), (260674, 49, 2),
        (260676, 53, 1), (260677, 59, 1), (260678, 378, 4), (260684, 386, 4), (260688, 396, 1), (260694, 404, 1),
    ];

    private static readonly (int Param, int End, int Count)[] OnlyMean =
    [
        (27, 81, 2), (66, 85, 2), (141, 141, 1), (186, 186, 3), (243, 243, 1), (228052, 383, 1), (228086, 113, 2), (228095, 115, 2), (231009, 20, 1),
        (231011, 21, 1), (231018, 149, 2), (231025, 271, 3), (240013, 270, 1), (240014, 398, 2), (240031, 400, 4), (240035, 274, 7), (260263, 60, 1),
        (260433, 74, 1), (260436, 76, 1), (260665, 118, 2),
    ];

    private static readonly (int Param, int End, int Count)[] WithoutMean = [(162084, 54, 1), (228083, 62, 3)];

    private static readonly (int Param, int End, int Count)[] WithoutDeviation = [(231068, 382, 1), (260242, 92, 1)];

    // Ocean waves: the first of a run, how many.
    private static readonly (int Param, int Count)[] Waves =
        [(140098, 16), (140121, 9), (140131, 20), (140207, 3), (140211, 2), (140214, 5), (140220, 20), (140244, 2), (140249, 1), (140252, 3)];

    // The ocean: means, and the two of them that have the others too.
    private static readonly (int Param, int Count)[] Ocean = [(262000, 26), (262100, 50), (262500, 23), (262900, 10)];
    private static readonly int[] OceanAllFour = [262024, 262519];

    // Accumulations of rates whose mean is none of AverageRates.
    private static readonly (int Rate, int Accumulated)[] Accumulations =
    [
        (162084, 213), (228083, 228080), (228084, 228081), (228085, 228082), (228104, 228109), (231032, 231033), (231035, 231036), (231038, 231039),
        (260362, 260427), (260689, 260138), (260692, 260693),
    ];

    private static readonly FrozenDictionary<(long Param, StatisticsOperation Operation), long> Products = Make();
    private static readonly FrozenDictionary<long, StatisticsOperation> Operations = Products.GroupBy(static entry => entry.Value).ToFrozenDictionary(static group => group.Key, static group => group.First().Key.Operation);

    /// <summary>Every statistic of every parameter, and the parameter of it.</summary>
    public static IReadOnlyDictionary<(long Param, StatisticsOperation Operation), long> All => Products;

    /// <summary>The parameter of a statistic of a parameter.</summary>
    public static bool TryGet(long param, StatisticsOperation operation, out long product) => Products.TryGetValue((param, operation), out product);

    /// <summary>Which statistic a parameter is by itself: 235130 is a mean, 228228 a sum.</summary>
    public static bool TryGetOperation(long param, out StatisticsOperation operation) => Operations.TryGetValue(param, out operation);

    private static FrozenDictionary<(long, StatisticsOperation), long> Make()
    {
        var table = new Dictionary<(long, StatisticsOperation), long>();
        Add(table, AllFour, StatisticsOperation.Average, 235000);
        Add(table, OnlyMean, StatisticsOperation.Average, 235000);
        Add(table, WithoutDeviation, StatisticsOperation.Average, 235000);
        foreach (var (operation, of) in ((StatisticsOperation, int)[])[(StatisticsOperation.Maximum, 237000), (StatisticsOperation.Minimum, 238000), (StatisticsOperation.StandardDeviation, 239000)])
        {
            Add(table, AllFour, operation, of);
            Add(table, WithoutMean, operation, of);
            if (operation != StatisticsOperation.StandardDeviation)
                Add(table, WithoutDeviation, operation, of);
        }

        foreach (var (operation, wave, ocean) in ((StatisticsOperation, int, int)[])[(StatisticsOperation.Average, 1000, 1000), (StatisticsOperation.Maximum, 3000, 3000), (StatisticsOperation.Minimum, 4000, 4000), (StatisticsOperation.StandardDeviation, 5000, 5000)])
        {
            foreach (var param in Waves.SelectMany(static run => Enumerable.Range(run.Param, run.Count)))
                table[(param, operation)] = param + wave;
            foreach (var param in operation == StatisticsOperation.Average ? Ocean.SelectMany(static run => Enumerable.Range(run.Param, run.Count)) : OceanAllFour)
                table[(param, operation)] = param + ocean;
        }

        // Means with numbers of their own: total cloud cover, temperature at 2 m, wind speed at 10 m.
        foreach (var (param, mean) in ((int, int)[])[(164, 228006), (167, 228004), (207, 228005)])
            table[(param, StatisticsOperation.Average)] = mean;
        AddAccumulations(table);
        return table.ToFrozenDictionary();
    }

    private static void Add(Dictionary<(long, StatisticsOperation), long> table, (int Param, int End, int Count)[] runs, StatisticsOperation operation, int of)
    {
        foreach (var (param, end, count) in runs)
        {
            for (var i = 0; i < count; i++)
                table[(param + i, operation)] = of + end + i;
        }
    }

    // The mean of a rate is that of its accumulation over the time.
    private static void AddAccumulations(Dictionary<(long Param, StatisticsOperation Operation), long> table)
    {
        var accumulated = AverageRates.All.ToDictionary(static pair => pair.Value, static pair => pair.Key);
        foreach (var (key, mean) in table.ToArray())
        {
            if (key.Operation == StatisticsOperation.Average && accumulated.TryGetValue(mean, out var sum))
                table[(key.Param, StatisticsOperation.Accumulate)] = sum;
        }

        foreach (var (rate, sum) in Accumulations)
            table[(rate, StatisticsOperation.Accumulate)] = sum;
    }
}
