using System.Globalization;
using Windrow.Core.Flows.Testing;
using Windrow.Maps.Imaging;

namespace Windrow.FlowTesting.Judging;

/// <summary>Compares pictures, pixel by pixel.</summary>
internal static class ImageDifference
{
    /// <summary>Null: they are alike.</summary>
    /// <exception cref="InvalidDataException">One is no PNG, or of a kind that is not read.</exception>
    public static string? Of(byte[] golden, byte[] actual, TestExpectation expectation)
    {
        var (expected, came) = (PngReader.Read(golden), PngReader.Read(actual));
        if (expected.Width != came.Width || expected.Height != came.Height)
            return $"the picture has {came.Width} × {came.Height} pixels, expected {expected.Width} × {expected.Height}";
        var (differing, first) = (0L, -1);
        for (var pixel = 0; pixel < expected.Pixels.Length; pixel += 4)
        {
            if (IsSame(expected.Pixels.AsSpan(pixel, 4), came.Pixels.AsSpan(pixel, 4), expectation.Tolerance))
                continue;
            differing++;
            first = first < 0 ? pixel / 4 : first;
        }

        var all = (long)expected.Width * expected.Height;
        if (differing <= expectation.Pixels * all)
            return null;
        return string.Create(
            CultureInfo.InvariantCulture,
            $"{differing} of {all} pixels ({(double)differing / all:0.####%}) differ by more than {expectation.Tolerance}, allowed are {expectation.Pixels:0.####%}; the first is at x = {first % expected.Width}, y = {first / expected.Width}");
    }

    private static bool IsSame(ReadOnlySpan<byte> expected, ReadOnlySpan<byte> actual, int tolerance)
    {
        // What cannot be seen has no colour.
        if (expected[3] == 0 && actual[3] == 0)
            return true;
        for (var channel = 0; channel < 4; channel++)
        {
            if (Math.Abs(expected[channel] - actual[channel]) > tolerance)
                return false;
        }

        return true;
    }
}
