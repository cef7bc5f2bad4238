using System.Buffers.Binary;
using System.IO.Compression;

namespace Windrow.Maps.Imaging;

/// <summary>Writes PNG files, the same octets for the same picture.</summary>
internal static class PngWriter
{
    /// <summary>With an alpha channel if a pixel needs it.</summary>
    public static byte[] Write(RasterImage image)
    {
        const byte up = 2; // good for areas of one colour, and for what is not
        var channels = image.IsOpaque ? 3 : 4;
        var rows = new byte[image.Height * ((channels * image.Width) + 1)];
        var (at, row, above) = (0, new byte[channels * image.Width], new byte[channels * image.Width]);
        for (var y = 0; y < image.Height; y++)
        {
            Pack(image.Row(y), channels, row);
            rows[at++] = up;
            for (var n = 0; n < row.Length; n++)
                rows[at++] = (byte)(row[n] - above[n]);
            (row, above) = (above, row);
        }

        return Assemble(image.Width, image.Height, channels == 3 ? PngColour.Rgb : PngColour.Rgba, [], [], rows);
    }

    /// <summary>With a palette, and its transparency if it has any.</summary>
    public static byte[] Write(PaletteImage image)
    {
        var count = image.Palette.Length / 4;
        var (colours, alphas, needed) = (new byte[3 * count], new byte[count], 0);
        for (var n = 0; n < count; n++)
        {
            image.Palette.AsSpan(4 * n, 3).CopyTo(colours.AsSpan(3 * n));
            alphas[n] = image.Palette[(4 * n) + 3];
            if (alphas[n] != byte.MaxValue)
                needed = n + 1;
        }

        var rows = new byte[image.Height * (image.Width + 1)];
        for (var y = 0; y < image.Height; y++)
            image.Indices.AsSpan(y * image.Width, image.Width).CopyTo(rows.AsSpan((y * (image.Width + 1)) + 1));
        return Assemble(image.Width, image.Height, PngColour.Palette, colours, alphas.AsSpan(0, needed), rows);
    }

    private static void Pack(ReadOnlySpan<byte> pixels, int channels, Span<byte> row)
    {
        if (channels == 4)
        {
            pixels.CopyTo(row);
            return;
        }

        for (var (from, to) = (0, 0); to < row.Length; from += 4, to += 3)
            (row[to], row[to + 1], row[to + 2]) = (pixels[from], pixels[from + 1], pixels[from + 2]);
    }

    private static byte[] Assemble(int width, int height, PngColour colour, ReadOnlySpan<byte> colours, ReadOnlySpan<byte> alphas, byte[] rows)
    {
        using var file = new MemoryStream();
        file.Write(PngReader.Signature);
        Span<byte> header = stackalloc byte[PngHeader.Length];
        header.Clear();
        BinaryPrimitives.WriteInt32BigEndian(header, width);
        BinaryPrimitives.WriteInt32BigEndian(header[4..], height);
        (header[8], header[9]) = (8, (byte)colour);
        Chunk(file, "IHDR"u8, header);
        if (!colours.IsEmpty)
            Chunk(file, "PLTE"u8, colours);
        if (!alphas.IsEmpty)
            Chunk(file, "tRNS"u8, alphas);
        using (var data = new MemoryStream())
        {
            using (var deflate = new ZLibStream(data, CompressionLevel.Optimal, leaveOpen: true))
                deflate.Write(rows);
            Chunk(file, "IDAT"u8, data.GetBuffer().AsSpan(0, (int)data.Length));
        }

        Chunk(file, "IEND"u8, []);
        return file.ToArray();
    }

    private static void Chunk(Stream file, ReadOnlySpan<byte> type, ReadOnlySpan<byte> body)
    {
        var chunk = new byte[body.Length + 12];
        BinaryPrimitives.WriteInt32BigEndian(chunk, body.Length);
        type.CopyTo(chunk.AsSpan(4));
        body.CopyTo(chunk.AsSpan(8));
        BinaryPrimitives.WriteUInt32BigEndian(chunk.AsSpan(body.Length + 8), PngChecksum.Of(chunk.AsSpan(4, body.Length + 4)));
        file.Write(chunk);
    }
}
