namespace Windrow.Core.Configuration;

/// <summary>The number that a size or a duration begins with.</summary>
internal static class NumberPrefix
{
    /// <summary>How many characters at the beginning are digits or points.</summary>
    public static int LengthIn(ReadOnlySpan<char> text)
    {
        var length = 0;
        while (length < text.Length && (char.IsAsciiDigit(text[length]) || text[length] == '.'))
            length++;
        return length;
    }
}
