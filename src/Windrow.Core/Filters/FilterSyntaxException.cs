namespace Windrow.Core.Filters;

/// <summary>A filter's text is not well formed. The message names the place, what was expected, what was found and what to write.</summary>
public sealed class FilterSyntaxException : FormatException
{
    public FilterSyntaxException(FilterSource source, string problem, string advice = "")
        : base(Compose(source, problem, advice))
    {
        Source = source;
        Problem = problem;
        Advice = advice;
    }

    /// <summary>Where the text goes wrong.</summary>
    public new FilterSource Source { get; }

    /// <summary>The message without its place and advice.</summary>
    public string Problem { get; }

    /// <summary>What to write instead; empty when that is plain.</summary>
    public string Advice { get; }

    private static string Compose(FilterSource source, string problem, string advice)
    {
        var place = source.ToString();
        return (place.Length == 0 ? "" : $"{place}: ") + problem + (advice.Length == 0 ? "" : $"; {advice}");
    }
}
