using Windrow.Core.Configuration;

namespace Windrow.Maps.Definitions.Linting;

/// <summary>
/// Finds what is well formed and still hardly meant: inputs that nobody uses, conditions that never hold, steps without
/// effect. Each finding is a warning, but for a step that lacks an input which it needs.
/// </summary>
public static class RecipeLint
{
    /// <summary>Adds the findings, with their places, to those of reading the folder.</summary>
    public static void Report(MapDefinitions definitions, DiagnosticBag diagnostics)
    {
        ArgumentNullException.ThrowIfNull(definitions);
        ArgumentNullException.ThrowIfNull(diagnostics);
        UsageLint.Report(definitions, diagnostics);
        DrawingLint.Report(definitions, diagnostics);
        ConditionLint.Report(definitions, diagnostics);
        OverlapLint.Report(definitions, diagnostics);
    }
}
