namespace Windrow.Core.Sources.Compression;

/// <summary>Opens files and streams for readers of content, whether they are compressed or not: by their first octets, not by their names.</summary>
public static class Decompression
{
    /// <summary>The content of a stream, which it takes over.</summary>
    /// <param name="stream">At its beginning.</param>
    /// <returns>The stream itself, where it is not compressed and can go back to its beginning.</returns>
    public static Stream Open(Stream stream)
    {
        try
        {
            Span<byte> head = stackalloc byte[CompressedFormat.LongestMark];

            // Of a pipe that is slow no more is waited for than is needed to tell.
            var length = stream.Read(head[..1]);
            if (length > 0 && CompressedFormat.MayBegin(head[0]))
                length += stream.ReadAtLeast(head[1..], head.Length - 1, throwOnEndOfStream: false);
            head = head[..length];
            var format = CompressedFormat.Of(head);
            Stream whole;
            if (stream.CanSeek)
            {
                stream.Position = 0;
                whole = stream;
            }
            else
            {
                whole = new JoinedStream([new MemoryStream(head.ToArray()), stream]);
            }

            return format is null ? whole : new DecodedStream(format, whole);
        }
        catch
        {
            stream.Dispose();
            throw;
        }
    }

    /// <summary>The name that the content of a file has: <c>a.grib</c> of <c>a.grib.gz</c>.</summary>
    public static string ContentName(string path) => CompressedFormat.ContentName(path);
}
