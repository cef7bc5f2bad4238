using System.Text;
using Windrow.Core.Flows.Testing;
using Windrow.Maps.Imaging;
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

            // A product that is no picture, or has no fields, is not to become a golden file.
            if (expectation.Image is { } image)
            {
                PngReader.Read(content);
                if (judged.Golden.Judge(image, content, golden => ImageDifference.Of(golden, content, expectation)) is { } pixels)
                    return pixels;
            }

            if (expectation.Fields is not { } fields)
                return null;
            var actual = IsGrib(content) ? GribFields.Read(content) : NetCdfFields.Read(judged.Place(expectation.File!), expectation.Variable);
            return actual.Count == 0
                ? expectation.Variable is { } variable ? $"it has no variable '{variable}' of numbers" : "it has no fields"
                : judged.Golden.Judge(fields, content, golden => OfFields(expectation, golden, actual, IsGrib(content), judged));
        }
        catch (Exception exception) when (exception is InvalidDataException or NetCdfException)
        {
            return exception.Message;
        }
    }

    private static string? OfFields(TestExpectation expectation, byte[] golden, IReadOnlyList<NamedField> actual, bool isGrib, JudgedFlow judged)
    {
        if (IsGrib(golden) != isGrib)
            return $"it is {(isGrib ? "" : "no ")}GRIB, other than '{expectation.Fields}'";
        var expected = isGrib ? GribFields.Read(golden) : NetCdfFields.Read(judged.Golden.PathOf(expectation.Fields!), expectation.Variable);
        return FieldDifference.Of(expected, actual, Tolerance.Of(expectation));
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
