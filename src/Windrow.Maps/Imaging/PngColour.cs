namespace Windrow.Maps.Imaging;

/// <summary>PNG's colour types, with their numbers.</summary>
internal enum PngColour : byte
{
    Grey = 0,
    Rgb = 2,
    Palette = 3,
    GreyAlpha = 4,
    Rgba = 6,
}
