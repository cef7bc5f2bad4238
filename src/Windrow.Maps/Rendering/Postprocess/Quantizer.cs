using System.Runtime.InteropServices;
using Windrow.Core.Errors;
using Windrow.Maps.Imaging;

namespace Windrow.Maps.Rendering.Postprocess;

/// <summary>
/// Reduces a picture to a palette. A map has some dozens of colours on almost all of its area, and thousands on the edges of
/// lines and letters: frequent colours go into the palette as they are and are never dithered, so areas stay flat, keep the
/// legend's colour exactly and compress well; median cut finds the rest.
/// </summary>
internal static class Quantizer
{
    /// <summary>A colour on more than one of so many pixels is kept as it is.</summary>
    private const int FrequentShare = 2_000;

    /// <exception cref="FailureException">Permanent: no such palette.</exception>
    public static PaletteImage Reduce(RasterImage image, Quantize options)
    {
        if (options.Colors is < 2 or > 256)
            throw new FailureException(Failure.Permanent($"quantize: a palette has 2 to 256 colours, not {options.Colors}"));
        var colours = ColourCount.Of(image);
        var isExact = colours.Length <= options.Colors;
        var kept = TakeFrequent(colours, isExact ? 0 : image.Width * image.Height / FrequentShare, isExact ? options.Colors : options.Colors * 3 / 4);
        var palette = new uint[kept];
        for (var n = 0; n < kept; n++)
            palette[n] = colours[n].Colour;
        if (!isExact)
            palette = [.. palette, .. MedianCut.Choose(colours[kept..], options.Colors - kept)];
        var indices = new byte[image.Width * image.Height];
        var match = new PaletteMatch(palette, kept);
        if (isExact || !options.Dither)
            Map(image, match, indices);
        else
            Dithering.Map(image, match, indices);
        return new PaletteImage(image.Width, image.Height, MemoryMarshal.AsBytes(palette.AsSpan()).ToArray(), indices);
    }

    // Puts those of more pixels than that in front, most frequent first; equal counts by colour, so that the order is always the same.
    private static int TakeFrequent(ColourCount[] colours, int than, int most)
    {
        var frequent = 0;
        for (var n = 0; n < colours.Length; n++)
        {
            if (colours[n].Count <= than)
                continue;
            (colours[frequent], colours[n]) = (colours[n], colours[frequent]);
            frequent++;
        }

        var ranks = new ulong[frequent];
        for (var n = 0; n < frequent; n++)
            ranks[n] = ((ulong)(uint)~colours[n].Count << 32) | colours[n].Colour;
        Array.Sort(ranks);
        for (var n = 0; n < frequent; n++)
            colours[n] = new ColourCount((uint)ranks[n], ~(int)(ranks[n] >> 32));
        return Math.Min(frequent, most);
    }

    private static void Map(RasterImage image, PaletteMatch match, byte[] indices)
    {
        var pixels = MemoryMarshal.Cast<byte, uint>(image.Pixels);
        var (last, index) = (0u, -1);
        for (var n = 0; n < pixels.Length; n++)
        {
            if (pixels[n] != last || index < 0)
            {
                last = pixels[n];
                index = match.Exact(last) is var exact and >= 0 ? exact : match.Nearest(last);
            }

            indices[n] = (byte)index;
        }
    }
}
