namespace Windrow.Maps.Imaging;

/// <summary>The CRC-32 of PNG chunks (ISO 3309), four octets at a time.</summary>
internal static class PngChecksum
{
    private static readonly uint[][] Tables = Build();

    public static uint Of(ReadOnlySpan<byte> bytes)
    {
        var crc = uint.MaxValue;
        var (a, b, c, d) = (Tables[0], Tables[1], Tables[2], Tables[3]);
        for (; bytes.Length >= 4; bytes = bytes[4..])
        {
            crc ^= System.Buffers.Binary.BinaryPrimitives.ReadUInt32LittleEndian(bytes);
            crc = d[crc & 0xFF] ^ c[(crc >> 8) & 0xFF] ^ b[(crc >> 16) & 0xFF] ^ a[crc >> 24];
        }

        foreach (var octet in bytes)
            crc = a[(crc ^ octet) & 0xFF] ^ (crc >> 8);
        return ~crc;
    }

    private static uint[][] Build()
    {
        var tables = new uint[4][];
        for (var table = 0; table < tables.Length; table++)
            tables[table] = new uint[256];
        for (uint n = 0; n < 256; n++)
        {
            var crc = n;
            for (var bit = 0; bit < 8; bit++)
                crc = (crc & 1) != 0 ? 0xEDB88320 ^ (crc >> 1) : crc >> 1;
            tables[0][n] = crc;
        }

        for (uint n = 0; n < 256; n++)
        {
            for (var table = 1; table < tables.Length; table++)
                tables[table][n] = tables[0][tables[table - 1][n] & 0xFF] ^ (tables[table - 1][n] >> 8);
        }

        return tables;
    }
}
