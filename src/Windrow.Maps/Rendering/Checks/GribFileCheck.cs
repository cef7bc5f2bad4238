using System.Buffers.Binary;
using Windrow.Core.Errors;
using Windrow.Core.IO;

namespace Windrow.Maps.Rendering.Checks;

/// <summary>Whether a file holds a GRIB message, whole: Magics draws a map without data when it does not, and says nothing.</summary>
internal static class GribFileCheck
{
    /// <returns>What is wrong, or null.</returns>
    public static Failure? Check(IFileSystem files, string path)
    {
        if (files.Find(path) is not { IsDirectory: false } entry)
            return Failure.Permanent($"the GRIB file '{path}' does not exist");
        if (entry.Length == 0)
            return Failure.Permanent($"the GRIB file '{path}' is empty");
        Span<byte> head = stackalloc byte[16];
        using (var stream = files.OpenRead(path))
        {
            if (stream.ReadAtLeast(head, head.Length, throwOnEndOfStream: false) < head.Length || !head.StartsWith("GRIB"u8))
                return Failure.Permanent($"the file '{path}' is no GRIB file");
        }

        return LengthOf(head) > entry.Length
            ? Failure.Permanent($"the GRIB file '{path}' is truncated: its first message has {LengthOf(head)} octets, the file {entry.Length}")
            : null;
    }

    // Of the first message (WMO FM 92, section 0). Above 8 MiB edition 1 counts in another way, which is left to ecCodes.
    private static long LengthOf(ReadOnlySpan<byte> head)
    {
        if (head[7] == 2)
            return (long)BinaryPrimitives.ReadUInt64BigEndian(head[8..]);
        var length = (head[4] << 16) | (head[5] << 8) | head[6];
        return length >= 0x800000 ? 0 : length;
    }
}
