using System.Buffers.Binary;

namespace Windrow.Exec.Programs;

/// <summary>How long a GRIB message is, by its section 0: WMO Manual on Codes, FM 92, editions 1 and 2.</summary>
internal static class GribFrame
{
    /// <summary>Bytes; 0: no message begins here.</summary>
    public static long LengthOf(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length < 16 || !bytes.StartsWith("GRIB"u8))
            return 0;
        return bytes[7] switch
        {
            1 => (bytes[4] << 16) | (bytes[5] << 8) | bytes[6],
            2 => (long)Math.Min(BinaryPrimitives.ReadUInt64BigEndian(bytes[8..]), long.MaxValue),
            _ => 0,
        };
    }
}
