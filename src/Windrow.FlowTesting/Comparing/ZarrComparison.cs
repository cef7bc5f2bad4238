using Windrow.Core.IO;
using Windrow.Fields.Zarr;
using Windrow.FlowTesting.Judging;

namespace Windrow.FlowTesting.Comparing;

/// <summary>Compares two Zarr stores array by array, with one piece of each in memory.</summary>
internal static class ZarrComparison
{
    /// <returns>Null: all values are the same.</returns>
    /// <exception cref="InvalidDataException">One is no store, or damaged.</exception>
    public static FileDifference? Of(string there, string here, ComparisonTolerance tolerance, IFileSystem files)
    {
        using var expected = new ZarrReader(there, files);
        using var came = new ZarrReader(here, files);
        var (names, others) = (Names(expected), Names(came));
        if (names != others)
            return new FileDifference($"the arrays are others\n  there: {names}\n  here:  {others}", IsAllowed: false, null);
        var values = new ValueDifference(tolerance);
        var number = 0;
        foreach (var (name, _) in expected.Arrays)
        {
            number++;
            foreach (var (left, right) in expected.Read(name).Zip(came.Read(name)))
            {
                if (values.Add(number, new NamedField(name, left), new NamedField(name, right)) is { } problem)
                    return new FileDifference(problem, IsAllowed: false, null);
            }
        }

        return values.Found();
    }

    private static string Names(ZarrReader store) => string.Join(", ", store.Arrays.Select(static array => array.Description));
}
