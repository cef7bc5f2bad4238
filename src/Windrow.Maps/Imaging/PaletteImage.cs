namespace Windrow.Maps.Imaging;

/// <summary>A picture of at most 256 colours.</summary>
/// <param name="Palette">Red, green, blue and alpha of each colour.</param>
/// <param name="Indices">One octet a pixel, rows from the top.</param>
internal sealed record PaletteImage(int Width, int Height, byte[] Palette, byte[] Indices)
{
    public PaletteImage Crop(int x, int y, int width, int height)
    {
        var part = new byte[width * height];
        for (var row = 0; row < height; row++)
            Indices.AsSpan(((y + row) * Width) + x, width).CopyTo(part.AsSpan(row * width));
        return new PaletteImage(width, height, Palette, part);
    }
}
