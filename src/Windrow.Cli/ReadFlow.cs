using Windrow.Core.Configuration;
using Windrow.Core.Flows;

namespace Windrow.Cli;

/// <summary>A flow of a file.</summary>
/// <param name="Section">The section of multio's plan file, or of an <c>.ini</c> file, that it was; null: the file is one flow.</param>
/// <param name="Root">The flow as native nodes.</param>
/// <param name="Definition">Null when there are errors.</param>
/// <param name="Overlays">The files that were laid over it, in that order.</param>
internal sealed record ReadFlow(string? Section, ConfigNode Root, FlowDefinition? Definition, IReadOnlyList<string> Overlays)
{
    /// <summary>Whether the section is one of an <c>.ini</c> file.</summary>
    public bool IsOfIni { get; init; }
}
