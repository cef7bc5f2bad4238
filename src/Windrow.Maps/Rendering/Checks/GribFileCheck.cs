using Windrow.Core.Errors;
using Windrow.Core.IO;
using Windrow.Native.EcCodes.Structure;

namespace Windrow.Maps.Rendering.Checks;

/// <summary>
/// Whether a file holds GRIB messages, whole and sound: of one that is not, Magics draws a map without data and says nothing, or ecCodes
/// within it reads beyond it and dies. Memory: the file.
/// </summary>
internal static class GribFileCheck
{
    /// <returns>What is wrong, or null.</returns>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public static Failure? Check(IFileSystem files, string path)
    {
        if (files.Find(path) is not { IsDirectory: false } entry)
            return Failure.Permanent($"the GRIB file '{path}' does not exist");
        if (entry.Length == 0)
            return Failure.Permanent($"the GRIB file '{path}' is empty");
        if (entry.Length > Array.MaxLength)
            return Failure.Permanent($"the GRIB file '{path}' has {entry.Length} octets; at most {Array.MaxLength} are accepted");
        var octets = new byte[entry.Length];
        using var stream = files.OpenRead(path);
        return Check(path, octets.AsSpan(0, stream.ReadAtLeast(octets, octets.Length, throwOnEndOfStream: false)));
    }

    private static Failure? Check(string path, ReadOnlySpan<byte> octets)
    {
        if (!octets.StartsWith(GribFraming.Marker))
            return Failure.Permanent($"the file '{path}' is no GRIB file");
        // What is between messages does no harm, as nobody looks there.
        for (int at = 0, next = 0; next >= 0; next = octets[at..].IndexOf(GribFraming.Marker))
        {
            at += next;
            if (!GribStructure.TryFirst(octets[at..], out var length, out var defect))
                return Failure.Permanent($"the GRIB file '{path}' is damaged at octet {at + defect.Offset}: {defect.Reason}", "remove it, and bring what it held again");
            at += length;
        }

        return null;
    }
}
