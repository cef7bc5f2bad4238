using Windrow.Core.Configuration;

namespace Windrow.Maps.Definitions.Reading;

/// <summary>What somebody may have meant. Comparing names costs time, so that it ends when the findings are not kept any more.</summary>
internal static class Hints
{
    /// <summary>The words <c>did you mean 'x'?</c>, else <paramref name="otherwise"/>.</summary>
    public static string Nearest(DiagnosticBag diagnostics, string name, IEnumerable<string> candidates, string otherwise = "") =>
        diagnostics.ErrorCount < diagnostics.Capacity && diagnostics.WarningCount < diagnostics.Capacity && Suggestion.Phrase(name, candidates) is { Length: > 0 } phrase
            ? phrase
            : otherwise;
}
