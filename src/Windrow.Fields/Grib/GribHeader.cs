using System.Buffers.Binary;
using Windrow.Native.EcCodes.Structure;

namespace Windrow.Fields.Grib;

/// <summary>
/// Makes of a GRIB message a small one that says the same about its field and holds no values: every point has the
/// constant 0. It answers the keys of the header after the message itself is gone, and is a template for encoding.
/// </summary>
internal static class GribHeader
{
    private const byte NoBitmap = 255;

    /// <param name="message">A message whose structure was checked.</param>
    /// <returns>The small message; for GRIB1 in spherical harmonics, whose data cannot be left out, a copy of the whole.</returns>
    public static byte[] Of(ReadOnlySpan<byte> message, in GribSections sections) =>
        sections.Edition == 2 ? OfEdition2(message, sections) : OfEdition1(message, sections);

    // Sections 0 to 4 as they are; 5 simple packing (template 5.0) with no bits, 6 without a bitmap, 7 empty.
    private static byte[] OfEdition2(ReadOnlySpan<byte> message, in GribSections sections)
    {
        var kept = message[..sections.Representation];
        var header = new byte[kept.Length + 21 + 6 + 5 + 4];
        kept.CopyTo(header);
        var rest = header.AsSpan(kept.Length);
        BinaryPrimitives.WriteUInt32BigEndian(rest, 21);
        rest[4] = 5;
        BinaryPrimitives.WriteUInt32BigEndian(rest[5..], BinaryPrimitives.ReadUInt32BigEndian(message[(sections.Grid + 6)..]));
        BinaryPrimitives.WriteUInt32BigEndian(rest[21..], 6);
        rest[25] = 6;
        rest[26] = NoBitmap;
        BinaryPrimitives.WriteUInt32BigEndian(rest[27..], 5);
        rest[31] = 7;
        "7777"u8.CopyTo(rest[32..]);
        BinaryPrimitives.WriteUInt64BigEndian(header.AsSpan(8), (ulong)header.Length);
        return header;
    }

    // Sections 0 to 2 as they are, but for the flag of the bitmap; then a binary data section of 12 octets with no bits.
    private static byte[] OfEdition1(ReadOnlySpan<byte> message, in GribSections sections)
    {
        const byte HasBitmap = 0x40;
        const byte IsHarmonic = 0x80;
        if ((message[sections.Data + 3] & IsHarmonic) != 0)
            return message.ToArray();
        var end = sections.Bitmap != 0 ? sections.Bitmap : sections.Data;
        var header = new byte[end + 12 + 4];
        message[..end].CopyTo(header);
        header[sections.Identification + 7] &= unchecked((byte)~HasBitmap);
        header[end + 2] = 12;
        header[end + 3] = 8; // unused bits of the last octet
        "7777"u8.CopyTo(header.AsSpan(end + 12));
        header[4] = (byte)(header.Length >> 16);
        header[5] = (byte)(header.Length >> 8);
        header[6] = (byte)header.Length;
        return header;
    }
}
