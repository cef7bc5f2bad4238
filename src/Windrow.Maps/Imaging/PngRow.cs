using System.Runtime.InteropServices;

namespace Windrow.Maps.Imaging;

/// <summary>Makes red, green, blue and alpha of a row in any of the forms that are read.</summary>
internal static class PngRow
{
    private const uint Opaque = 0xFF000000;

    /// <param name="palette">Its colours as <see cref="Palette"/> gives them.</param>
    public static void Expand(PngHeader header, ReadOnlySpan<byte> row, ReadOnlySpan<uint> palette, Span<byte> pixels)
    {
        var colours = MemoryMarshal.Cast<byte, uint>(pixels);
        switch (header.Colour)
        {
            case PngColour.Rgba:
                row.CopyTo(pixels);
                break;
            case PngColour.Rgb:
                for (var x = 0; x < colours.Length; x++, row = row[3..])
                    colours[x] = Opaque | ((uint)row[2] << 16) | ((uint)row[1] << 8) | row[0];
                break;
            case PngColour.GreyAlpha:
                for (var x = 0; x < colours.Length; x++, row = row[2..])
                    colours[x] = ((uint)row[1] << 24) | (row[0] * 0x010101u);
                break;
            case PngColour.Grey:
                for (var x = 0; x < colours.Length; x++)
                    colours[x] = Opaque | (row[x] * 0x010101u);
                break;
            default:
                for (var x = 0; x < colours.Length; x++)
                    colours[x] = At(palette, Index(row, x, header.BitDepth));
                break;
        }
    }

    /// <summary>The colours of a palette, whose transparency may be shorter.</summary>
    public static uint[] Palette(ReadOnlySpan<byte> colours, ReadOnlySpan<byte> alphas)
    {
        var palette = new uint[colours.Length / 3];
        for (var n = 0; n < palette.Length; n++)
            palette[n] = ((uint)(n < alphas.Length ? alphas[n] : byte.MaxValue) << 24) | ((uint)colours[(3 * n) + 2] << 16) | ((uint)colours[(3 * n) + 1] << 8) | colours[3 * n];
        return palette;
    }

    private static int Index(ReadOnlySpan<byte> row, int x, int bits)
    {
        var bit = x * bits;
        return (row[bit >> 3] >> (8 - bits - (bit & 7))) & ((1 << bits) - 1);
    }

    private static uint At(ReadOnlySpan<uint> palette, int index) => index < palette.Length
        ? palette[index]
        : throw new InvalidDataException($"The PNG has a pixel with the colour {index}, which its palette has not.");
}
