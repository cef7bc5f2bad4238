using System.Globalization;
using Windrow.Core.Errors;
using Windrow.Maps.Imaging;
using Windrow.Native.FreeType;

namespace Windrow.Maps.Rendering.Postprocess;

/// <summary>
/// Writes watermarks with FreeType, which is there wherever Magics is, so that any font and any script can be used and
/// letters look as in arkimaps, whose imaging library uses it as well.
/// </summary>
internal static class WatermarkWriter
{
    private const int LargestSize = 2_000;

    /// <exception cref="FailureException">Permanent: size, anchor or colour make no sense.</exception>
    /// <exception cref="InvalidDataException">The font cannot be read.</exception>
    public static void Write(Watermark watermark, RasterImage image)
    {
        if (watermark.Size is < 1 or > LargestSize)
            throw new FailureException(Failure.Permanent($"watermark: the size {watermark.Size} is not between 1 and {LargestSize} pixels"));
        var colour = Colour(watermark.Color);
        using var font = FontFace.Open(watermark.Font, watermark.Size);
        var glyphs = watermark.Message.EnumerateRunes().Select(rune => font.Draw(rune.Value)).ToList();
        var (pen, baseLine) = Place(watermark, image, font, glyphs);
        foreach (var glyph in glyphs)
        {
            Blend(image, glyph, pen + glyph.Left, baseLine - glyph.Top, colour);
            pen += glyph.Advance;
        }
    }

    private static (int X, int Y) Place(Watermark watermark, RasterImage image, FontFace font, List<FontGlyph> glyphs)
    {
        var x = watermark.X < 0 ? image.Width + watermark.X : watermark.X;
        var y = watermark.Y < 0 ? image.Height + watermark.Y : watermark.Y;
        if (watermark.Anchor is not [var across, var along])
            throw Anchor(watermark);
        var width = glyphs.Sum(static glyph => glyph.Advance);
        var top = glyphs.Select(static glyph => glyph.Top).DefaultIfEmpty().Max();
        var bottom = glyphs.Select(static glyph => glyph.Top - glyph.Height).DefaultIfEmpty().Min();
        return (
            across switch { 'l' => x, 'm' => x - (width / 2), 'r' => x - width, _ => throw Anchor(watermark) },
            along switch
            {
                'a' => y + font.Ascender,
                't' => y + top,
                'm' => y + ((font.Ascender + font.Descender) / 2),
                's' => y,
                'b' => y + bottom,
                'd' => y + font.Descender,
                _ => throw Anchor(watermark),
            });
    }

    // All four channels go over into the colour's, alpha too: '#fff0' cuts the letters out of the picture.
    private static void Blend(RasterImage image, FontGlyph glyph, int left, int top, byte[] colour)
    {
        for (var y = Math.Max(0, -top); y < glyph.Height && top + y < image.Height; y++)
        {
            var row = image.Row(top + y);
            for (var x = Math.Max(0, -left); x < glyph.Width && left + x < image.Width; x++)
            {
                var coverage = glyph.Coverage[(y * glyph.Width) + x];
                var pixel = row.Slice(4 * (left + x), 4);
                for (var channel = 0; channel < 4; channel++)
                    pixel[channel] = (byte)(((pixel[channel] * (255 - coverage)) + (colour[channel] * coverage) + 127) / 255);
            }
        }
    }

    private static byte[] Colour(string text)
    {
        var digits = text.StartsWith('#') ? text[1..] : "";
        if (digits.Length is 3 or 4)
            digits = string.Concat(digits.Select(static digit => new string(digit, 2)));
        if (digits.Length == 6)
            digits += "ff";
        return digits.Length == 8 && uint.TryParse(digits, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out _)
            ? Convert.FromHexString(digits)
            : throw new FailureException(Failure.Permanent($"watermark: '{text}' is no colour; write '#rrggbb' or '#rrggbbaa'"));
    }

    private static FailureException Anchor(Watermark watermark) =>
        new(Failure.Permanent($"watermark: '{watermark.Anchor}' is no anchor; write one of l, m, r and one of a, t, m, s, b, d, such as 'la'"));
}
