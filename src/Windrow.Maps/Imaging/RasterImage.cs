namespace Windrow.Maps.Imaging;

/// <summary>A picture of red, green, blue and alpha, 8 bits each, not premultiplied, rows from the top.</summary>
internal sealed class RasterImage(int width, int height, byte[] pixels)
{
    public RasterImage(int width, int height)
        : this(width, height, new byte[4 * width * height])
    {
    }

    public int Width { get; } = width;

    public int Height { get; } = height;

    /// <summary>4 × width × height octets.</summary>
    public byte[] Pixels { get; } = pixels;

    public bool IsOpaque
    {
        get
        {
            for (var alpha = 3; alpha < Pixels.Length; alpha += 4)
            {
                if (Pixels[alpha] != byte.MaxValue)
                    return false;
            }

            return true;
        }
    }

    public Span<byte> Row(int y) => Pixels.AsSpan(4 * Width * y, 4 * Width);

    /// <summary>A part of the picture, which must lie in it.</summary>
    public RasterImage Crop(int x, int y, int width, int height)
    {
        var part = new RasterImage(width, height);
        for (var row = 0; row < height; row++)
            Row(y + row).Slice(4 * x, 4 * width).CopyTo(part.Row(row));
        return part;
    }
}
