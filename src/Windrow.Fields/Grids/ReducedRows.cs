using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using Windrow.Native.EcCodes;

namespace Windrow.Fields.Grids;

/// <summary>How many points the rows of reduced Gaussian grids have.</summary>
internal static class ReducedRows
{
    private static readonly ConcurrentDictionary<int, int[]?> Known = [];

    /// <summary>The rows of the classic grid of this N, as ecCodes' sample <c>reduced_gg_pl_N_grib2</c> has them; read once.</summary>
    public static bool TryClassic(int n, [NotNullWhen(true)] out int[]? counts) => (counts = Known.GetOrAdd(n, Read)) is not null;

    /// <summary>The name of a grid with these rows, such as <c>O320</c> or <c>N320</c>; empty when it has none.</summary>
    public static string NameOf(int n, ReadOnlySpan<long> counts)
    {
        var isOctahedral = true;
        for (var row = 0; row < counts.Length && isOctahedral; row++)
            isOctahedral = counts[row] == 20 + (4 * Math.Min(row, (2 * n) - 1 - row));
        if (isOctahedral)
            return string.Create(CultureInfo.InvariantCulture, $"O{n}");
        if (!TryClassic(n, out var classic) || classic.Length != counts.Length)
            return "";
        for (var row = 0; row < counts.Length; row++)
        {
            if (counts[row] != classic[row])
                return "";
        }

        return string.Create(CultureInfo.InvariantCulture, $"N{n}");
    }

    private static int[]? Read(int n)
    {
        try
        {
            using var sample = GribHandle.FromSample(string.Create(CultureInfo.InvariantCulture, $"reduced_gg_pl_{n}_grib2"));
            var counts = new long[sample.GetSize("pl")];
            sample.GetLongs("pl", counts);
            return counts.Length == 2 * n ? Array.ConvertAll(counts, static count => (int)count) : null;
        }
        catch (EcCodesException)
        {
            return null;
        }
    }
}
