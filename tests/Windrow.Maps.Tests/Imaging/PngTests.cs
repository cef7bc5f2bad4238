using System.Buffers.Binary;
using System.IO.Compression;
using Windrow.Maps.Imaging;

namespace Windrow.Maps.Tests.Imaging;

public sealed class PngTests
{
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Picture_is_the_same_when_read_again(bool isOpaque)
    {
        var image = Noise(37, 21, isOpaque);
        var again = PngReader.Read(PngWriter.Write(image));
        (again.Width, again.Height).ShouldBe((37, 21));
        again.Pixels.ShouldBe(image.Pixels);
    }

    [Fact]
    public void Palette_picture_is_the_same_when_read_again()
    {
        byte[] palette = [255, 0, 0, 255, 0, 255, 0, 128, 1, 2, 3, 255];
        var image = new PaletteImage(3, 2, palette, [0, 1, 2, 2, 1, 0]);
        var again = PngReader.Read(PngWriter.Write(image));
        for (var n = 0; n < 6; n++)
            again.Pixels.AsSpan(4 * n, 4).ToArray().ShouldBe(palette.AsSpan(4 * image.Indices[n], 4).ToArray());
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    public void Every_filter_is_undone(byte filter)
    {
        var image = Noise(9, 5, isOpaque: false);
        var rows = new byte[5 * 37];
        for (var y = 0; y < 5; y++)
        {
            rows[37 * y] = filter;
            for (var n = 0; n < 36; n++)
                rows[(37 * y) + 1 + n] = (byte)(image.Row(y)[n] - Predicted(filter, image, y, n));
        }

        PngReader.Read(Png(9, 5, 8, 6, rows)).Pixels.ShouldBe(image.Pixels);
    }

    [Fact]
    public void Grey_and_small_palettes_are_read()
    {
        PngReader.Read(Png(2, 1, 8, 0, [0, 7, 200])).Pixels.ShouldBe([7, 7, 7, 255, 200, 200, 200, 255]);
        PngReader.Read(Png(1, 1, 8, 4, [0, 7, 8])).Pixels.ShouldBe([7, 7, 7, 8]);
        PngReader.Read(Png(3, 1, 2, 3, [0, 0b01_00_10_00], palette: [1, 1, 1, 2, 2, 2, 3, 3, 3])).Pixels.ShouldBe([2, 2, 2, 255, 1, 1, 1, 255, 3, 3, 3, 255]);
    }

    [Theory]
    [InlineData(0, 1, "0 × 1 pixels")]
    [InlineData(100_000, 100_000, "100000 × 100000 pixels")]
    [InlineData(uint.MaxValue, 1, "pixels")]
    [InlineData(10_000, 10_000, "less data than its size needs")]
    public void Sizes_that_lie_are_refused_before_memory_is_taken(uint width, uint height, string reason) =>
        Refused(Png(width, height, 8, 6, [0, 1, 2, 3, 4])).ShouldContain(reason);

    [Fact]
    public void Damaged_files_are_refused()
    {
        var good = PngWriter.Write(Noise(20, 20, isOpaque: true));
        Refused([]).ShouldContain("no PNG");
        for (var length = 8; length < good.Length; length += 7)
            Refused(good[..length]).ShouldContain("truncated");
        for (var at = 8; at < good.Length; at += 5)
        {
            var bad = good.ToArray();
            bad[at] ^= 0x10;
            Refused(bad).ShouldNotBeEmpty();
        }
    }

    [Theory]
    [InlineData(16, 2, "colour type 2 with 16 bits")]
    [InlineData(8, 5, "colour type 5")]
    [InlineData(8, 3, "palette is missing")]
    public void Kinds_that_are_not_read_are_told(byte bits, byte colour, string reason) => Refused(Png(1, 1, bits, colour, [0, 1, 2, 3, 4])).ShouldContain(reason);

    [Fact]
    public void Wrong_rows_are_refused()
    {
        Refused(Png(1, 2, 8, 0, [0, 1])).ShouldContain("fewer rows");
        Refused(Png(1, 1, 8, 0, [9, 1])).ShouldContain("unknown filter 9");
        Refused(Png(1, 1, 8, 3, [0, 1], palette: [1, 2, 3])).ShouldContain("which its palette has not");
    }

    internal static RasterImage Noise(int width, int height, bool isOpaque)
    {
        var image = new RasterImage(width, height);
        new Random(7).NextBytes(image.Pixels);
        for (var alpha = 3; isOpaque && alpha < image.Pixels.Length; alpha += 4)
            image.Pixels[alpha] = 255;
        return image;
    }

    private static int Predicted(byte filter, RasterImage image, int y, int n)
    {
        int left = n >= 4 ? image.Row(y)[n - 4] : 0, up = y > 0 ? image.Row(y - 1)[n] : 0, corner = n >= 4 && y > 0 ? image.Row(y - 1)[n - 4] : 0;
        var estimate = left + up - corner;
        return filter switch
        {
            0 => 0,
            1 => left,
            2 => up,
            3 => (left + up) / 2,
            _ => new[] { left, up, corner }.MinBy(value => Math.Abs(estimate - value)),
        };
    }

    private static string Refused(byte[] file) => Should.Throw<InvalidDataException>(() => PngReader.Read(file)).Message;

    private static byte[] Png(uint width, uint height, byte bits, byte colour, byte[] rows, byte[]? palette = null)
    {
        var header = new byte[13];
        BinaryPrimitives.WriteUInt32BigEndian(header, width);
        BinaryPrimitives.WriteUInt32BigEndian(header.AsSpan(4), height);
        (header[8], header[9]) = (bits, colour);
        using var data = new MemoryStream();
        using (var deflate = new ZLibStream(data, CompressionLevel.Fastest, leaveOpen: true))
            deflate.Write(rows);
        return [.. PngReader.Signature, .. Chunk("IHDR", header), .. palette is null ? [] : Chunk("PLTE", palette), .. Chunk("IDAT", data.ToArray()), .. Chunk("IEND", [])];
    }

    private static byte[] Chunk(string type, byte[] body)
    {
        var chunk = new byte[body.Length + 12];
        BinaryPrimitives.WriteInt32BigEndian(chunk, body.Length);
        System.Text.Encoding.ASCII.GetBytes(type, chunk.AsSpan(4));
        body.CopyTo(chunk, 8);
        BinaryPrimitives.WriteUInt32BigEndian(chunk.AsSpan(body.Length + 8), PngChecksum.Of(chunk.AsSpan(4, body.Length + 4)));
        return chunk;
    }
}
