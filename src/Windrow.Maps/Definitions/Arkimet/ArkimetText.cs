using Windrow.Core.Filters;

namespace Windrow.Maps.Definitions.Arkimet;

/// <summary>A part of a matcher's text, without space around it, that knows where it stands.</summary>
internal sealed class ArkimetText
{
    private readonly string _whole;
    private readonly int _begin;
    private readonly int _end;
    private readonly FilterSource _start;

    public ArkimetText(string whole, int begin, int end, FilterSource start)
    {
        while (begin < end && char.IsWhiteSpace(whole[begin]))
            begin++;
        while (end > begin && char.IsWhiteSpace(whole[end - 1]))
            end--;
        (_whole, _begin, _end, _start) = (whole, begin, end, start);
        Text = whole[begin..end];
    }

    public string Text { get; }

    public bool IsEmpty => Text.Length == 0;

    public ArkimetText Cut(int begin, int? end = null) => new(_whole, _begin + begin, end is { } last ? _begin + last : _end, _start);

    public IEnumerable<ArkimetText> Split(string[] separators)
    {
        var begin = 0;
        for (var at = 0; at < Text.Length; at++)
        {
            if (Array.Find(separators, one => string.CompareOrdinal(Text, at, one, 0, one.Length) == 0) is not { } separator)
                continue;
            yield return Cut(begin, at);
            at += separator.Length - 1;
            begin = at + 1;
        }

        yield return Cut(begin);
    }

    public FilterSyntaxException Error(string problem, string advice)
    {
        var before = _whole.AsSpan(0, _begin);
        var lines = before.Count('\n');
        var column = lines == 0 ? Math.Max(1, _start.Column) + _begin : _begin - before.LastIndexOf('\n');
        var source = new FilterSource(_start.File, Math.Max(1, _start.Line) + lines, column, _begin, Text.Length);
        return new FilterSyntaxException(source, Short(problem), Short(advice));
    }

    private static string Short(string text) => text.Length <= 200 ? text : string.Concat(text.AsSpan(0, 197), "...");
}
