namespace Windrow.Core.Filters;

/// <summary>
/// A pattern of CQL2's <c>LIKE</c>: <c>%</c> stands for any text, <c>_</c> for one character, and a backslash takes the
/// meaning away from the character behind it. Characters are UTF-16 units and compare by ordinal.
/// </summary>
public sealed class LikePattern
{
    private const int AnyText = -1;
    private const int AnyCharacter = -2;

    private readonly string _pattern;
    private readonly int[] _steps;

    /// <param name="pattern">As written. A backslash at the very end stands for itself.</param>
    public LikePattern(string pattern)
    {
        _pattern = pattern;
        var steps = new List<int>(pattern.Length);
        for (var i = 0; i < pattern.Length; i++)
        {
            if (pattern[i] == '%')
            {
                // Several in a row mean what one means.
                if (steps.Count == 0 || steps[^1] != AnyText)
                    steps.Add(AnyText);
            }
            else if (pattern[i] == '_')
            {
                steps.Add(AnyCharacter);
            }
            else
            {
                if (pattern[i] == '\\' && i + 1 < pattern.Length)
                    i++;
                steps.Add(pattern[i]);
            }
        }

        _steps = [.. steps];
        var plain = steps.FindIndex(static step => step < 0);
        Prefix = string.Concat(steps.Take(plain < 0 ? steps.Count : plain).Select(static step => (char)step));
    }

    /// <summary>How every text begins that matches.</summary>
    public string Prefix { get; }

    // A piece between two "%" is best placed as far left as it fits, so one place to go back to is enough: the time is
    // bounded by the product of the lengths, whatever the pattern.
    public bool Matches(ReadOnlySpan<char> text)
    {
        int at = 0, step = 0, lastAny = -1, resume = 0;
        while (at < text.Length)
        {
            if (step < _steps.Length && _steps[step] == AnyText)
            {
                lastAny = step++;
                resume = at;
            }
            else if (step < _steps.Length && (_steps[step] == AnyCharacter || _steps[step] == text[at]))
            {
                step++;
                at++;
            }
            else if (lastAny >= 0)
            {
                step = lastAny + 1;
                at = ++resume;
            }
            else
            {
                return false;
            }
        }

        while (step < _steps.Length && _steps[step] == AnyText)
            step++;
        return step == _steps.Length;
    }

    /// <summary>The pattern as written.</summary>
    public override string ToString() => _pattern;
}
