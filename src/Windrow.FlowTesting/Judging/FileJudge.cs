using System.Text;
using Windrow.Core.Flows.Testing;
using Windrow.Native.NetCdf;

namespace Windrow.FlowTesting.Judging;

/// <summary>Compares a file that a flow wrote with what a test expects.</summary>
internal static class FileJudge
{
    public static void Look(TestExpectation expectation, JudgedFlow judged)
    {
        var name = expectation.File!;
        var content = judged.Read(name);
        if (content is null)
        {
            if (expectation.Exists)
                judged.Fail(expectation.Location, $"the file '{name}' was not written{Others(judged)}");
            return;
        }

        if (!expectation.Exists)
        {
            judged.Fail(expectation.Location, $"the file '{name}' was written, and is not to be there");
            return;
        }

        if (Difference(expectation, content, judged) is { } difference)
            judged.Fail(expectation.Location, $"the file '{name}' is other than expected: {difference}");
    }

    private static string? Difference(TestExpectation expectation, byte[] content, JudgedFlow judged)
    {
        try
        {
            if (expectation.Text is { } text && TextPattern.Difference(text, Encoding.UTF8.GetString(content)) is { } difference)
                return $"its text differs\n{difference}";
            if (expectation.SameAs is { } same && judged.Golden.Judge(same, content, golden => FirstDifference(golden, content)) is { } octets)
                return octets;
            if (expectation.Image is { } image && judged.Golden.Judge(image, content, golden => ImageDifference.Of(golden, content, expectation)) is { } pixels)
                return pixels;
            return expectation.Fields is { } fields ? judged.Golden.Judge(fields, content, golden => OfFields(expectation, golden, content, judged)) : null;
        }
        catch (Exception exception) when (exception is InvalidDataException or NetCdfException)
        {
            return exception.Message;
        }
    }

    private static string? OfFields(TestExpectation expectation, byte[] golden, byte[] content, JudgedFlow judged)
    {
        if (IsGrib(content))
            return IsGrib(golden) ? FieldDifference.OfGrib(golden, content, Tolerance.Of(expectation)) : $"'{expectation.Fields}' is no GRIB file, as this one is";
        var (expected, actual) = (NetCdfFields.Read(judged.Golden.PathOf(expectation.Fields!), expectation.Variable), NetCdfFields.Read(judged.Place(expectation.File!), expectation.Variable));
        return expected.Count == 0
            ? $"the golden file has no variable{(expectation.Variable is { } variable ? $" '{variable}'" : " of numbers")}"
            : FieldDifference.Of(expected, actual, Tolerance.Of(expectation));
    }

    private static bool IsGrib(byte[] content) => content.AsSpan().StartsWith("GRIB"u8);

    private static string? FirstDifference(byte[] golden, byte[] content)
    {
        var same = golden.AsSpan().CommonPrefixLength(content);
        if (same == golden.Length && same == content.Length)
            return null;
        return $"it has {content.Length} octets, the golden file {golden.Length}, and the first {same} are the same";
    }

    // What was written instead: as a rule the name is another one.
    private static string Others(JudgedFlow judged)
    {
        var root = judged.Flow.Sandbox.FlowDirectory;
        var others = judged.Flow.Files.List(root, recursive: true)
            .Where(static entry => !entry.IsDirectory && !entry.Path.Contains("/.windrow/", StringComparison.Ordinal))
            .Select(entry => Path.GetRelativePath(root, entry.Path)).Take(20).ToList();
        return others.Count == 0 ? "; there are no files" : $"; there are:\n    {string.Join("\n    ", others)}";
    }
}
