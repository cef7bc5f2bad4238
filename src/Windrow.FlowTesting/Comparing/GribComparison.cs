using System.Globalization;
using Windrow.Core.IO;
using Windrow.Fields.Grib.Framing;
using Windrow.FlowTesting.Judging;

namespace Windrow.FlowTesting.Comparing;

/// <summary>Compares two GRIB files message by message, with one message of each in memory.</summary>
internal static class GribComparison
{
    /// <returns>Null: the messages are the same.</returns>
    /// <exception cref="InvalidDataException">A message is damaged.</exception>
    public static FileDifference? Of(string there, string here, ComparisonTolerance tolerance, IFileSystem files)
    {
        using var left = files.OpenRead(there);
        using var right = files.OpenRead(here);
        var (thereReader, hereReader) = (new GribStreamReader(left), new GribStreamReader(right));
        var values = new ValueDifference(tolerance);
        var otherOctets = 0;
        for (var number = 1; ; number++)
        {
            var (hasThere, hasHere) = (thereReader.Read(), hereReader.Read());
            if (!hasThere && !hasHere)
                break;
            if (!hasThere || !hasHere)
                return new FileDifference(Count(number, hasThere, hasThere ? thereReader : hereReader), IsAllowed: false, null);
            if (thereReader.Message.Span.SequenceEqual(hereReader.Message.Span))
                continue;
            otherOctets++;
            var (expected, came) = (GribFields.Decode(thereReader.Message.ToArray(), number), GribFields.Decode(hereReader.Message.ToArray(), number));
            if (expected.Name != came.Name)
                return Other($"field {number} is another one\n  there: {expected.Name}\n  here:  {came.Name}");
            if (values.Add(number, expected, came) is { } problem)
                return new FileDifference(problem, IsAllowed: false, null);
        }

        return values.Found() ?? (otherOctets == 0 ? null : new FileDifference(string.Create(CultureInfo.InvariantCulture, $"the values are the same, {otherOctets} messages have other octets"), IsAllowed: true, null));
    }

    private static FileDifference Other(FormattableString text) => new(text.ToString(CultureInfo.InvariantCulture), IsAllowed: false, null);

    private static string Count(int number, bool isThere, GribStreamReader longer)
    {
        var next = GribFields.Decode(longer.Message.ToArray(), number).Name;
        var count = number;
        while (longer.Read())
            count++;
        var (there, here) = isThere ? (count, number - 1) : (number - 1, count);
        return string.Create(CultureInfo.InvariantCulture, $"there are {there} fields there and {here} here; the first that only one has is {next}");
    }
}
