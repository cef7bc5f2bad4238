using System.Runtime.InteropServices;
using Windrow.Maps.Imaging;

namespace Windrow.Maps.Rendering.Postprocess;

/// <summary>A colour and the number of pixels that have it.</summary>
internal readonly record struct ColourCount(uint Colour, int Count)
{
    /// <summary>The colours of a picture, in an order that depends on the picture only.</summary>
    public static ColourCount[] Of(RasterImage image)
    {
        var counts = new ColourTable();
        var pixels = MemoryMarshal.Cast<byte, uint>(image.Pixels);
        for (var at = 0; at < pixels.Length;)
        {
            // Maps have long runs of one colour.
            var (colour, start) = (pixels[at], at);
            while (at < pixels.Length && pixels[at] == colour)
                at++;
            counts.Add(colour, at - start);
        }

        return counts.All();
    }

    /// <summary>Red, green, blue or alpha, for 0 to 3, of a colour as it lies in memory.</summary>
    public static int Channel(uint colour, int channel) => (int)(colour >> (8 * channel)) & 0xFF;
}
