using System.Buffers.Binary;

namespace Windrow.Maps.Imaging;

/// <summary>What a PNG says of itself in its first chunk (W3C PNG, third edition, 11.2.1).</summary>
internal readonly record struct PngHeader(int Width, int Height, int BitDepth, PngColour Colour)
{
    public const int Length = 13;

    /// <summary>More pixels than this are taken for an attack: an order's picture has some millions.</summary>
    public const long MaximumPixels = 200_000_000;

    public int Channels => Colour switch
    {
        PngColour.Rgb => 3,
        PngColour.GreyAlpha => 2,
        PngColour.Rgba => 4,
        _ => 1,
    };

    /// <summary>Octets of a row, without the one that names its filter.</summary>
    public int Stride => (int)((((long)Width * Channels * BitDepth) + 7) / 8);

    /// <exception cref="InvalidDataException">It is none, or of a kind that is not read.</exception>
    public static PngHeader Read(ReadOnlySpan<byte> chunk)
    {
        if (chunk.Length != Length)
            throw new InvalidDataException("The PNG's header has not 13 octets.");
        var (width, height) = (BinaryPrimitives.ReadUInt32BigEndian(chunk), BinaryPrimitives.ReadUInt32BigEndian(chunk[4..]));
        if (width == 0 || height == 0 || width > int.MaxValue || height > int.MaxValue || (long)width * height > MaximumPixels)
            throw new InvalidDataException($"A PNG of {width} × {height} pixels is not read; at most {MaximumPixels} pixels are.");
        var header = new PngHeader((int)width, (int)height, chunk[8], (PngColour)chunk[9]);
        var isKnown = header.Colour switch
        {
            PngColour.Palette => header.BitDepth is 1 or 2 or 4 or 8,
            PngColour.Grey or PngColour.Rgb or PngColour.GreyAlpha or PngColour.Rgba => header.BitDepth == 8,
            _ => false,
        };
        if (!isKnown)
            throw new InvalidDataException($"A PNG of colour type {chunk[9]} with {chunk[8]} bits is not read; 8 bits a channel or a palette are.");
        if (chunk[10] != 0 || chunk[11] != 0 || chunk[12] != 0)
            throw new InvalidDataException("An interlaced PNG, or one of an unknown method, is not read.");
        return header;
    }
}
