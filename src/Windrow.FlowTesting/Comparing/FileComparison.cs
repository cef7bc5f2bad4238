using System.Globalization;
using Windrow.Core.Flows.Testing;
using Windrow.Core.IO;
using Windrow.Core.PlugIns;
using Windrow.FlowTesting.Judging;
using Windrow.Maps.Imaging;
using Windrow.Native.NetCdf;

namespace Windrow.FlowTesting.Comparing;

/// <summary>Compares two files: by their octets first, then by what is in them, where that is GRIB, NetCDF, PNG or text; Zarr stores by their values.</summary>
internal sealed class FileComparison(IFileSystem files, ComparisonTolerance tolerance, Sandbox sandbox)
{
    private const int BlockLength = 1 << 20;
    private const int HeadLength = 8_192;

    /// <param name="there">Full path of the one that there is.</param>
    /// <param name="here">Full path of the one that was made in the sandbox.</param>
    /// <returns>Null: they are the same.</returns>
    public FileDifference? Of(string there, string here)
    {
        try
        {
            if (files.Find(there) is { IsDirectory: true })
                return files.Find(here) is { IsDirectory: true } ? ZarrComparison.Of(there, here, tolerance, files) : new FileDifference("it is a file, there it is a directory", IsAllowed: false, null);
            if (FirstDifference(there, here) is not { } octet)
                return null;
            return Contents(there, here) ?? new FileDifference(
                string.Create(CultureInfo.InvariantCulture, $"it has {Length(here)} octets, there {Length(there)}; they differ from octet {octet + 1} on"), IsAllowed: false, null);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or InvalidDataException or NetCdfException or DllNotFoundException)
        {
            return new FileDifference($"the octets differ, and the content cannot be compared: {exception.Message}", IsAllowed: false, null);
        }
    }

    // Null: of no format that is read, or of two.
    private FileDifference? Contents(string there, string here)
    {
        var (expected, came) = (Head(there), Head(here));
        if (AreBoth("GRIB"u8, expected, came))
            return GribComparison.Of(there, here, tolerance, files) ?? Same("the messages are the same, what is between them is not");
        if (AreBoth("PNG"u8, expected, came, from: 1))
            return Pictures(there, here);
        if (IsNetCdf(expected) && IsNetCdf(came))
            return NetCdf(there, here);
        return expected.Contains((byte)0) || came.Contains((byte)0) ? null : TextComparison.Of(there, here, sandbox, files) ?? Same("the lines are the same but for paths and line ends");
    }

    private FileDifference Pictures(string there, string here)
    {
        var (expected, came) = (All(there), All(here));
        if (ImageDifference.Of(expected, came, new TestExpectation { Pixels = tolerance.Pixels }) is { } text)
            return new FileDifference(text, IsAllowed: false, null);
        return Same(PngReader.Read(expected).Pixels.AsSpan().SequenceEqual(PngReader.Read(came).Pixels) ? "the pixels are the same in other octets" : "no more pixels differ than allowed");
    }

    private FileDifference NetCdf(string there, string here)
    {
        var (expected, came) = (NetCdfFields.Read(there, null), NetCdfFields.Read(here, null));
        var values = new ValueDifference(tolerance);
        var names = string.Join(", ", expected.Select(static field => field.Name));
        var others = string.Join(", ", came.Select(static field => field.Name));
        if (names != others)
            return new FileDifference($"the variables are others\n  there: {names}\n  here:  {others}", IsAllowed: false, null);
        for (var i = 0; i < expected.Count; i++)
        {
            if (values.Add(i + 1, expected[i], came[i]) is { } problem)
                return new FileDifference(problem, IsAllowed: false, null);
        }

        return values.Found() ?? Same("the values are the same, other octets (attributes, layout) are not");
    }

    private static FileDifference Same(string text) => new(text, IsAllowed: true, null);

    private static bool AreBoth(ReadOnlySpan<byte> magic, byte[] expected, byte[] came, int from = 0) =>
        expected.Length > from && came.Length > from && expected.AsSpan(from).StartsWith(magic) && came.AsSpan(from).StartsWith(magic);

    // The classic format, and HDF5, which the other one is.
    private static bool IsNetCdf(byte[] head) => head.AsSpan().StartsWith("CDF"u8) || (head.Length > 4 && head.AsSpan(1).StartsWith("HDF"u8));

    private byte[] Head(string path)
    {
        using var stream = files.OpenRead(path);
        var head = new byte[HeadLength];
        return head[..stream.ReadAtLeast(head, head.Length, throwOnEndOfStream: false)];
    }

    private byte[] All(string path)
    {
        using var stream = files.OpenRead(path);
        var bytes = new byte[stream.Length];
        stream.ReadExactly(bytes);
        return bytes;
    }

    private long Length(string path) => files.Find(path)?.Length ?? 0;

    private long? FirstDifference(string there, string here)
    {
        using var left = files.OpenRead(there);
        using var right = files.OpenRead(here);
        var (expected, came) = (new byte[BlockLength], new byte[BlockLength]);
        for (var offset = 0L; ; offset += BlockLength)
        {
            var lengths = (Left: left.ReadAtLeast(expected, BlockLength, throwOnEndOfStream: false), Right: right.ReadAtLeast(came, BlockLength, throwOnEndOfStream: false));
            var same = expected.AsSpan(0, lengths.Left).CommonPrefixLength(came.AsSpan(0, lengths.Right));
            if (same < Math.Max(lengths.Left, lengths.Right))
                return offset + same;
            if (lengths.Left < BlockLength)
                return null;
        }
    }
}
