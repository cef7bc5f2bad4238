using SharpCompress.Compressors.BZip2;
using SharpCompress.Compressors.ZStandard;

namespace Windrow.Core.Sources.Compression;

/// <summary>A format of compressed files: how it is known, and how it is undone. All of them check what they undo.</summary>
/// <param name="Name">For people.</param>
/// <param name="Suffix">What names of such files end in.</param>
/// <param name="Decode">Makes a stream of the content; the stream within is the caller's.</param>
internal sealed record CompressedFormat(string Name, string Suffix, byte[] Mark, Func<Stream, Stream> Decode)
{
    /// <summary>How many octets tell a format.</summary>
    public const int LongestMark = 6;

    public static readonly IReadOnlyList<CompressedFormat> All =
    [
        new("gzip", ".gz", [0x1F, 0x8B, 0x08], static stream => new GzipContent(stream)),
        new("bzip2", ".bz2", [(byte)'B', (byte)'Z', (byte)'h'], static stream => BZip2Stream.Create(stream, SharpCompress.Compressors.CompressionMode.Decompress, decompressConcatenated: true)),
        new("xz", ".xz", [0xFD, (byte)'7', (byte)'z', (byte)'X', (byte)'Z', 0x00], static stream => new XzContent(stream)),
        new("zstd", ".zst", [0x28, 0xB5, 0x2F, 0xFD], static stream => new DecompressionStream(stream)),
    ];

    /// <summary>Whether a compressed file may begin with an octet.</summary>
    public static bool MayBegin(byte first)
    {
        foreach (var format in All)
        {
            if (format.Mark[0] == first)
                return true;
        }

        return false;
    }

    /// <summary>The format of a file that begins so; null: it is not compressed.</summary>
    public static CompressedFormat? Of(ReadOnlySpan<byte> head)
    {
        foreach (var format in All)
        {
            if (head.StartsWith(format.Mark))
                return format;
        }

        return null;
    }

    /// <summary>The name that the content has: without the ending that says how it is compressed.</summary>
    public static string ContentName(string path)
    {
        foreach (var format in All)
        {
            if (path.EndsWith(format.Suffix, StringComparison.OrdinalIgnoreCase))
                return path[..^format.Suffix.Length];
        }

        return path;
    }
}
