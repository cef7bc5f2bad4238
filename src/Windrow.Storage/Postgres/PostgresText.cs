using System.Security.Cryptography;
using System.Text;

namespace Windrow.Storage.Postgres;

/// <summary>
/// Text as PostgreSQL takes it. It has no zero in text, so that is written as two characters, in a way that keeps the order
/// of octets; halves of surrogate pairs, which are no characters, become U+FFFD.
/// </summary>
internal static class PostgresText
{
    // An entry of an index is at most a third of a page. What is longer is told apart by its hash.
    private const int LongestKey = 1_000;

    /// <summary>Text for a column that is read back.</summary>
    public static string Encode(string text)
    {
        if (IsPlain(text))
            return text;
        var encoded = new StringBuilder(text.Length + 8);
        foreach (var rune in text.EnumerateRunes())
        {
            if (rune.Value <= 1)
                encoded.Append('\u0001').Append((char)(rune.Value + 1));
            else
                encoded.Append(rune.ToString());
        }

        return encoded.ToString();
    }

    /// <summary>Undoes <see cref="Encode"/>.</summary>
    public static string Decode(string text)
    {
        if (!text.Contains('\u0001', StringComparison.Ordinal))
            return text;
        var decoded = new StringBuilder(text.Length);
        for (var i = 0; i < text.Length; i++)
            decoded.Append(text[i] == '\u0001' && i + 1 < text.Length ? (char)(text[++i] - 1) : text[i]);
        return decoded.ToString();
    }

    /// <summary>Text for a column with an index: the text itself, or its beginning and its hash.</summary>
    /// <param name="whole">All of it, for a column without an index; null: the key is that already.</param>
    public static string Key(string text, out string? whole)
    {
        var encoded = Encode(text);
        whole = null;
        if (encoded.Length <= LongestKey / 4 || Encoding.UTF8.GetByteCount(encoded) <= LongestKey)
            return encoded;
        whole = encoded;

        // Of the octets, as a character must not be cut in two.
        var end = LongestKey / 4;
        if (char.IsHighSurrogate(encoded[end - 1]))
            end--;
        return $"{encoded[..end]}\u0001\u0003{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(encoded)))}";
    }

    public static string Key(string text) => Key(text, out _);

    private static bool IsPlain(string text)
    {
        foreach (var c in text)
        {
            if (c <= '\u0001' || char.IsSurrogate(c))
                return false;
        }

        return true;
    }
}
