using System.Runtime.InteropServices;
using Windrow.Maps.Imaging;

namespace Windrow.Maps.Rendering.Postprocess;

/// <summary>
/// Spreads the error of each pixel's red, green and blue over its neighbours: 7/16 to the right, 3/16, 5/16 and 1/16 below.
/// R. Floyd and L. Steinberg, "An adaptive algorithm for spatial greyscale", Proc. SID 17 (1976).
/// </summary>
internal static class Dithering
{
    public static void Map(RasterImage image, PaletteMatch match, byte[] indices)
    {
        var pixels = MemoryMarshal.Cast<byte, uint>(image.Pixels);
        var (current, below) = (new int[3 * (image.Width + 2)], new int[3 * (image.Width + 2)]);
        for (var y = 0; y < image.Height; y++)
        {
            var row = pixels.Slice(y * image.Width, image.Width);
            var (last, exact) = (~row[0], -1);
            for (var x = 0; x < row.Length; x++)
            {
                if (row[x] != last)
                    (last, exact) = (row[x], match.Exact(row[x]));
                // A colour that stands for itself takes no error from its neighbours, and gives none.
                indices[(y * image.Width) + x] = (byte)(exact >= 0 ? exact : Spread(last, match, current, below, 3 * (x + 1)));
            }

            (current, below) = (below, current);
            Array.Clear(below);
        }
    }

    private static int Spread(uint colour, PaletteMatch match, int[] current, int[] below, int at)
    {
        var wanted = colour & 0xFF000000;
        for (var channel = 0; channel < 3; channel++)
            wanted |= (uint)Math.Clamp(ColourCount.Channel(colour, channel) + (current[at + channel] / 16), 0, 255) << (8 * channel);
        var index = match.Nearest(wanted);
        for (var channel = 0; channel < 3; channel++)
        {
            var error = ColourCount.Channel(wanted, channel) - ColourCount.Channel(match[index], channel);
            current[at + channel + 3] += 7 * error;
            below[at + channel - 3] += 3 * error;
            below[at + channel] += 5 * error;
            below[at + channel + 3] += error;
        }

        return index;
    }
}
