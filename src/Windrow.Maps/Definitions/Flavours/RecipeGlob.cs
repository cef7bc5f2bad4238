using Windrow.Core.Configuration;

namespace Windrow.Maps.Definitions.Flavours;

/// <summary>
/// A pattern for names of recipes as Python's fnmatch has it: <c>*</c> any text (with <c>/</c> in it), <c>?</c> one
/// character, <c>[abc]</c>, <c>[a-c]</c> one of them, <c>[!abc]</c> none of them. It is compared with the whole name, case matters.
/// </summary>
/// <param name="Pattern">The pattern.</param>
/// <param name="Location">Where it was written.</param>
public sealed record RecipeGlob(string Pattern, SourceLocation Location)
{
    /// <summary>Takes time in proportion to both lengths, whatever the pattern.</summary>
    public bool Matches(string name)
    {
        var (at, inName) = (0, 0);
        var (star, retry) = (-1, 0);
        while (inName < name.Length)
        {
            if (at < Pattern.Length && Pattern[at] == '*')
                (star, retry, at) = (at, inName, at + 1);
            else if (at < Pattern.Length && One(at, name[inName], out var next))
                (at, inName) = (next, inName + 1);
            else if (star >= 0)
                (at, inName) = (star + 1, ++retry);
            else
                return false;
        }

        return Pattern.AsSpan(at).TrimStart('*').IsEmpty;
    }

    private bool One(int at, char c, out int next)
    {
        next = at + 1;
        if (Pattern[at] != '[' || Close(at) is not { } close)
            return Pattern[at] == '?' || Pattern[at] == c;
        next = close + 1;
        var isNegated = Pattern[at + 1] == '!';
        var isIn = false;
        for (var i = at + (isNegated ? 2 : 1); i < close; i++)
        {
            if (i + 2 < close && Pattern[i + 1] == '-')
            {
                isIn |= c >= Pattern[i] && c <= Pattern[i + 2];
                i += 2;
            }
            else
            {
                isIn |= Pattern[i] == c;
            }
        }

        return isIn != isNegated;
    }

    // A ']' that comes first is one of the characters; a '[' without an end stands for itself.
    private int? Close(int open)
    {
        var first = open + 1 < Pattern.Length && Pattern[open + 1] == '!' ? open + 2 : open + 1;
        var close = first + 1 <= Pattern.Length ? Pattern.IndexOf(']', Math.Min(first + 1, Pattern.Length)) : -1;
        return close < 0 ? null : close;
    }
}
