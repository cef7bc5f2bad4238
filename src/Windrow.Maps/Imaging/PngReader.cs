using System.Buffers.Binary;
using System.IO.Compression;

namespace Windrow.Maps.Imaging;

/// <summary>
/// Reads PNG files as Magics and GDAL write them: 8 bits a channel or a palette, not interlaced. All that the file says of
/// itself is checked before it is believed, checksums included.
/// </summary>
internal static class PngReader
{
    public static ReadOnlySpan<byte> Signature => [0x89, (byte)'P', (byte)'N', (byte)'G', 0x0D, 0x0A, 0x1A, 0x0A];

    /// <exception cref="InvalidDataException">The octets are no PNG, damaged, or of a kind that is not read.</exception>
    public static RasterImage Read(ReadOnlySpan<byte> file)
    {
        if (!file.StartsWith(Signature))
            throw new InvalidDataException("The file is no PNG.");
        var rest = file[Signature.Length..];
        PngHeader? header = null;
        var (colours, alphas) = (Array.Empty<byte>(), Array.Empty<byte>());
        using var data = new MemoryStream();
        for (var isLast = false; !isLast;)
        {
            var chunk = NextChunk(ref rest);
            var type = BinaryPrimitives.ReadUInt32BigEndian(chunk);
            var body = chunk[4..];
            if (header is null != (type == 0x49484452))
                throw new InvalidDataException("The PNG does not begin with its header.");
            switch (type)
            {
                case 0x49484452: // IHDR
                    header = PngHeader.Read(body);
                    break;
                case 0x49444154: // IDAT
                    data.Write(body);
                    break;
                case 0x504C5445: // PLTE
                    colours = body.ToArray();
                    break;
                case 0x74524E53: // tRNS
                    alphas = body.ToArray();
                    break;
                case 0x49454E44: // IEND
                    isLast = true;
                    break;
                default:
                    if ((type & 0x20000000) == 0)
                        throw new InvalidDataException("The PNG has a chunk that must be understood and is not.");
                    break;
            }
        }

        data.Position = 0;
        return Unpack(header!.Value, colours, alphas, data);
    }

    private static ReadOnlySpan<byte> NextChunk(ref ReadOnlySpan<byte> rest)
    {
        const int around = 12; // length, type and checksum
        if (rest.Length < around)
            throw new InvalidDataException("The PNG is truncated.");
        var length = BinaryPrimitives.ReadUInt32BigEndian(rest);
        if (length > (uint)rest.Length - around)
            throw new InvalidDataException("The PNG is truncated, or the length of a chunk is wrong.");
        var chunk = rest.Slice(4, (int)length + 4);
        if (PngChecksum.Of(chunk) != BinaryPrimitives.ReadUInt32BigEndian(rest[((int)length + 8)..]))
            throw new InvalidDataException("The PNG is damaged: a checksum is wrong.");
        rest = rest[((int)length + around)..];
        return chunk;
    }

    private static RasterImage Unpack(PngHeader header, byte[] colours, byte[] alphas, Stream data)
    {
        // Before memory is taken: deflate makes at most 1,032 octets of one.
        if ((header.Stride + 1L) * header.Height > (data.Length + 64) * 1_040)
            throw new InvalidDataException("The PNG has less data than its size needs.");
        if (header.Colour == PngColour.Palette && (colours.Length is 0 or > 768 || colours.Length % 3 != 0))
            throw new InvalidDataException("The PNG's palette is missing, or has a wrong length.");
        using var inflate = new ZLibStream(data, CompressionMode.Decompress);
        var image = new RasterImage(header.Width, header.Height);
        var palette = PngRow.Palette(colours, alphas);
        var unit = Math.Max(1, header.Channels * header.BitDepth / 8);
        var (row, above) = (new byte[header.Stride + 1], new byte[header.Stride + 1]);
        for (var y = 0; y < header.Height; y++)
        {
            try
            {
                inflate.ReadExactly(row);
            }
            catch (EndOfStreamException)
            {
                throw new InvalidDataException("The PNG has fewer rows than it says.");
            }

            PngFilter.Undo(row[0], unit, row.AsSpan(1), above.AsSpan(1));
            PngRow.Expand(header, row.AsSpan(1), palette, image.Row(y));
            (row, above) = (above, row);
        }

        return image;
    }
}
