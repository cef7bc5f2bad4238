namespace Windrow.Maps.Imaging;

/// <summary>Makes red, green, blue and alpha of a row in any of the forms that are read.</summary>
internal static class PngRow
{
    public static void Expand(PngHeader header, ReadOnlySpan<byte> row, byte[] colours, byte[] alphas, Span<byte> pixels)
    {
        switch (header.Colour)
        {
            case PngColour.Rgba:
                row.CopyTo(pixels);
                break;
            case PngColour.Palette:
                for (var x = 0; x < header.Width; x++)
                    Put(pixels, x, Index(row, x, header.BitDepth), colours, alphas);
                break;
            default:
                var step = header.Channels;
                var (green, blue) = header.Colour == PngColour.Rgb ? (1, 2) : (0, 0);
                for (var x = 0; x < header.Width; x++)
                {
                    var from = row.Slice(x * step, step);
                    var to = pixels.Slice(4 * x, 4);
                    (to[0], to[1], to[2]) = (from[0], from[green], from[blue]);
                    to[3] = header.Colour == PngColour.GreyAlpha ? from[1] : byte.MaxValue;
                }

                break;
        }
    }

    private static int Index(ReadOnlySpan<byte> row, int x, int bits)
    {
        var bit = x * bits;
        return (row[bit >> 3] >> (8 - bits - (bit & 7))) & ((1 << bits) - 1);
    }

    private static void Put(Span<byte> pixels, int x, int index, byte[] colours, byte[] alphas)
    {
        if (3 * index >= colours.Length)
            throw new InvalidDataException($"The PNG has a pixel with the colour {index}, which its palette has not.");
        colours.AsSpan(3 * index, 3).CopyTo(pixels[(4 * x)..]);
        pixels[(4 * x) + 3] = index < alphas.Length ? alphas[index] : byte.MaxValue;
    }
}
