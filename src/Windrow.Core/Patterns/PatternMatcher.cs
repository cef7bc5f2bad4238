using System.Collections;

namespace Windrow.Core.Patterns;

/// <summary>
/// Finds the runs that a text is made of. Where one choice does not depend on another (no field stands twice), places
/// that failed are remembered, so that the time is bounded by pattern × text × text; otherwise by a number of steps.
/// </summary>
internal sealed class PatternMatcher(IReadOnlyList<PatternElement> elements, IReadOnlyList<PatternPart> parts, bool independent, string text)
{
    private const int MaximumSteps = 2_000_000;

    private readonly BitArray? _failed = independent ? new BitArray((elements.Count + 1) * (text.Length + 1)) : null;
    private int _steps;

    /// <summary>Where each element's run begins and ends.</summary>
    public (int Start, int End)[] Runs { get; } = new (int, int)[elements.Count];

    /// <param name="toEnd">Whether the text must end where the pattern does.</param>
    /// <exception cref="PatternException">The pattern is too ambiguous for the text.</exception>
    public bool Match(bool toEnd) => Match(0, 0, toEnd);

    private bool Match(int element, int at, bool toEnd)
    {
        if (element == elements.Count)
            return (!toEnd || at == text.Length) && RepeatedFieldsAgree();
        var place = (element * (text.Length + 1)) + at;
        if (_failed is not null && _failed[place])
            return false;
        if (++_steps > MaximumSteps)
            throw new PatternException($"the pattern is too ambiguous for '{Shorten(text)}'; give its fields widths or formats", 0);
        if (TryRuns(element, at, toEnd))
            return true;
        if (_failed is not null)
            _failed[place] = true;
        return false;
    }

    private bool TryRuns(int index, int at, bool toEnd)
    {
        var element = elements[index];
        if (element.Literal is { } literal)
        {
            if (!text.AsSpan(at).StartsWith(literal, StringComparison.Ordinal))
                return false;
            Runs[index] = (at, at + literal.Length);
            return Match(index + 1, at + literal.Length, toEnd);
        }

        var longest = element.LongestRun(text.AsSpan(at));
        if (longest < element.Minimum)
            return false;
        var (from, to, step) = element.IsLazy ? (element.Minimum, longest + 1, 1) : (longest, element.Minimum - 1, -1);
        for (var length = from; length != to; length += step)
        {
            Runs[index] = (at, at + length);
            if (IsWhole(index, at, at + length) && Match(index + 1, at + length, toEnd))
                return true;
        }

        return false;
    }

    // A float is one run of loose characters, so that it is checked as a whole here.
    private bool IsWhole(int index, int start, int end)
    {
        var spec = parts[Math.Max(elements[index].Field, 0)].Spec;
        return elements[index].Field < 0 || !spec.IsFloat || PatternValue.IsFloat(text.AsSpan(start, end - start), spec);
    }

    private bool RepeatedFieldsAgree()
    {
        if (independent)
            return true;
        var seen = new Dictionary<string, string>(StringComparer.Ordinal);
        for (var part = 0; part < parts.Count; part++)
        {
            if (parts[part].Literal is null && !seen.TryAdd(parts[part].Field, TextOf(part)) && seen[parts[part].Field] != TextOf(part))
                return false;
        }

        return true;
    }

    /// <summary>The text that a field stands for, after a match.</summary>
    public string TextOf(int part)
    {
        var (start, end) = (-1, -1);
        for (var i = 0; i < elements.Count; i++)
        {
            if (elements[i].Field != part)
                continue;
            start = start < 0 ? Runs[i].Start : start;
            end = Runs[i].End;
        }

        return start < 0 ? "" : text[start..end];
    }

    private static string Shorten(string text) => text.Length <= 80 ? text : string.Concat(text.AsSpan(0, 77), "...");
}
