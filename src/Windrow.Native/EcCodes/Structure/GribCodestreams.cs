using System.Buffers.Binary;

namespace Windrow.Native.EcCodes.Structure;

/// <summary>
/// Checks the images inside of GRIB2 data sections (templates 5.40 and 5.41). ecCodes copies as many points as the image
/// says that it has, and stops the process when a PNG goes on beyond its section.
/// </summary>
internal static class GribCodestreams
{
    /// <summary>JPEG 2000 (ITU-T T.800, annex A): the codestream begins with SOC and SIZ, which gives the size of the image.</summary>
    public static string? JpegFault(ReadOnlySpan<byte> stream, uint values)
    {
        if (values == 0)
            return null;
        if (stream.Length < 45 || BinaryPrimitives.ReadUInt32BigEndian(stream) != 0xFF4F_FF51)
            return "section 7 does not begin with a JPEG 2000 codestream";
        Span<uint> sizes = stackalloc uint[8]; // X, Y, XO, YO, XT, YT, XTO, YTO
        for (var i = 0; i < sizes.Length; i++)
            sizes[i] = BinaryPrimitives.ReadUInt32BigEndian(stream[(8 + (i * 4))..]);
        var components = BinaryPrimitives.ReadUInt16BigEndian(stream[40..]);
        var plain = sizes[2] == 0 && sizes[3] == 0 && sizes[6] == 0 && sizes[7] == 0 && components == 1
            && stream[43] == 1 && stream[44] == 1;
        var oneTile = sizes[4] >= sizes[0] && sizes[5] >= sizes[1];
        if (!plain || !oneTile || (ulong)sizes[0] * sizes[1] != values)
            return $"section 7 holds an image of {sizes[0]} x {sizes[1]} for {values} values, or one with tiles or components";
        return (stream[42] & 0x7f) < 32 ? null : "section 7 holds an image with too many bits";
    }

    /// <summary>PNG (ISO/IEC 15948): chunks of length, type, data and check sum, from IHDR to IEND.</summary>
    public static string? PngFault(ReadOnlySpan<byte> stream, uint values)
    {
        ReadOnlySpan<byte> signature = [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A];
        if (values == 0)
            return null;
        if (stream.Length < 33 || !stream.StartsWith(signature) || !stream.Slice(12, 4).SequenceEqual("IHDR"u8))
            return "section 7 does not begin with a PNG image";
        var width = BinaryPrimitives.ReadUInt32BigEndian(stream[16..]);
        var height = BinaryPrimitives.ReadUInt32BigEndian(stream[20..]);
        if ((ulong)width * height != values || stream[28] != 0)
            return $"section 7 holds an image of {width} x {height} for {values} values, or an interlaced one";
        for (var position = 8L; position + 12 <= stream.Length;)
        {
            var chunk = stream[(int)position..];
            position += 12 + BinaryPrimitives.ReadUInt32BigEndian(chunk);
            if (chunk.Slice(4, 4).SequenceEqual("IEND"u8) && position <= stream.Length)
                return null;
        }

        return "section 7 holds a PNG image that does not end";
    }
}
