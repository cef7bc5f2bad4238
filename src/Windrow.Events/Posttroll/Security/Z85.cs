namespace Windrow.Events.Posttroll.Security;

/// <summary>Keys as text, by ZeroMQ RFC 32: five characters for four octets.</summary>
internal static class Z85
{
    private const string Alphabet = "0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ.-:+=^!/*?&<>()[]{}@%$#";

    /// <returns>Null: it is no such text.</returns>
    public static byte[]? Decode(string text)
    {
        if (text.Length % 5 != 0)
            return null;
        var bytes = new byte[text.Length / 5 * 4];
        for (var i = 0; i < text.Length; i += 5)
        {
            ulong number = 0;
            foreach (var letter in text.AsSpan(i, 5))
            {
                var digit = Alphabet.IndexOf(letter, StringComparison.Ordinal);
                if (digit < 0)
                    return null;
                number = (number * 85) + (ulong)digit;
            }

            if (number > uint.MaxValue)
                return null;
            System.Buffers.Binary.BinaryPrimitives.WriteUInt32BigEndian(bytes.AsSpan(i / 5 * 4), (uint)number);
        }

        return bytes;
    }
}
