using System.Runtime.InteropServices;
using Windrow.Maps.Imaging;

namespace Windrow.Maps.Rendering.Postprocess;

/// <summary>A colour and the number of pixels that have it.</summary>
internal readonly record struct ColourCount(uint Colour, int Count)
{
    /// <summary>The colours of a picture, most frequent first; equal counts by colour, so that the order is always the same.</summary>
    public static List<ColourCount> Of(RasterImage image)
    {
        var counts = new Dictionary<uint, int>();
        var pixels = MemoryMarshal.Cast<byte, uint>(image.Pixels);
        for (var at = 0; at < pixels.Length;)
        {
            // Maps have long runs of one colour.
            var (colour, start) = (pixels[at], at);
            while (at < pixels.Length && pixels[at] == colour)
                at++;
            CollectionsMarshal.GetValueRefOrAddDefault(counts, colour, out _) += at - start;
        }

        var all = counts.Select(static pair => new ColourCount(pair.Key, pair.Value)).ToList();
        all.Sort(static (left, right) => left.Count != right.Count ? right.Count.CompareTo(left.Count) : left.Colour.CompareTo(right.Colour));
        return all;
    }

    /// <summary>Red, green, blue or alpha, for 0 to 3, of a colour as it lies in memory.</summary>
    public static int Channel(uint colour, int channel) => (int)(colour >> (8 * channel)) & 0xFF;
}
