using Windrow.Core.IO;

namespace Windrow.Maps.Rendering.Drawing;

/// <summary>
/// Brings a picture to its place whole: what is written has another name until it is durable. The other name follows from the
/// file's, so that what a killed process left is overwritten by the next try, and does not pile up.
/// </summary>
internal static class PictureFile
{
    /// <summary>The name until the file is whole: hidden, beside it.</summary>
    public static string Unfinished(string file) =>
        Path.Combine(Path.GetDirectoryName(file) ?? "", $".{Path.GetFileNameWithoutExtension(file)}.part.png");

    public static void Publish(IFileSystem files, string file, ReadOnlySpan<byte> octets)
    {
        using (var writer = files.OpenWrite(Unfinished(file)))
        {
            writer.Write(octets);
            writer.Sync();
        }

        files.Move(Unfinished(file), file);
    }

    /// <summary>Publishes what already lies under the unfinished name.</summary>
    public static void Publish(IFileSystem files, string file)
    {
        using (var writer = files.OpenWrite(Unfinished(file), append: true))
            writer.Sync();
        files.Move(Unfinished(file), file);
    }

    /// <summary>Whether what lies under the unfinished name ends as a PNG does.</summary>
    public static bool IsWhole(IFileSystem files, string file, long length)
    {
        Span<byte> end = stackalloc byte[12];
        if (length < end.Length)
            return false;
        using var stream = files.OpenRead(Unfinished(file));
        stream.Position = length - end.Length;
        return stream.ReadAtLeast(end, end.Length, throwOnEndOfStream: false) == end.Length && end[4..].StartsWith("IEND"u8);
    }

    /// <summary>Removes what was begun, if anything was.</summary>
    public static void Discard(IFileSystem files, string file)
    {
        if (files.Find(Unfinished(file)) is not null)
            files.Delete(Unfinished(file));
    }
}
