using System.Globalization;
using Windrow.Maps.Imaging;

namespace Windrow.Maps.Tests.Rendering;

internal static class Colours
{
    /// <summary>How many opaque pixels have a colour, or one that differs by little in each channel, as Magics' colours do from what was asked for.</summary>
    public static int Near(RasterImage image, string colour, int tolerance = 2)
    {
        var wanted = Convert.FromHexString(colour.AsSpan(1));
        var count = 0;
        for (var at = 0; at < image.Pixels.Length; at += 4)
        {
            var pixel = image.Pixels.AsSpan(at, 4);
            if (pixel[3] == 255 && Math.Abs(pixel[0] - wanted[0]) <= tolerance && Math.Abs(pixel[1] - wanted[1]) <= tolerance && Math.Abs(pixel[2] - wanted[2]) <= tolerance)
                count++;
        }

        return count;
    }

    /// <summary>A pixel as <c>#rrggbbaa</c>.</summary>
    public static string At(RasterImage image, int x, int y) =>
        string.Create(CultureInfo.InvariantCulture, $"#{Convert.ToHexStringLower(image.Row(y).Slice(4 * x, 4))}");
}
