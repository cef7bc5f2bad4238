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

    /// <summary>Median cut looks at so many colours; what is rarer is too rare to matter.</summary>
    private const int MostColours = 65_536;

    /// <exception cref="FailureException">Permanent: no such palette.</exception>
    public static PaletteImage Reduce(RasterImage image, Quantize options)
    {
        if (options.Colors is < 2 or > 256)
            throw new FailureException(Failure.Permanent($"quantize: a palette has 2 to 256 colours, not {options.Colors}"));
        var counts = ColourCount.Of(image);
        var isExact = counts.Count <= options.Colors;
        var kept = isExact
            ? counts.Count
            : counts.TakeWhile(colour => (long)colour.Count * FrequentShare > image.Width * image.Height).Take(options.Colors * 3 / 4).Count();
        var palette = counts.Take(kept).Select(static colour => colour.Colour).ToList();
        if (!isExact)
            palette.AddRange(MedianCut.Choose(counts.GetRange(kept, Math.Min(counts.Count - kept, MostColours)), options.Colors - kept).Except(palette));
        var indices = new byte[image.Width * image.Height];
        var match = new PaletteMatch(palette, kept);
        if (isExact || !options.Dither)
            Map(image, match, indices);
        else
            Dithering.Map(image, match, indices);
        return new PaletteImage(image.Width, image.Height, MemoryMarshal.AsBytes(CollectionsMarshal.AsSpan(palette)).ToArray(), indices);
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
