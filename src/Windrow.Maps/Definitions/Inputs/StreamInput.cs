using Windrow.Core.Configuration;
using Windrow.Core.Filters;
using Windrow.Maps.Definitions.Arkimet;

namespace Windrow.Maps.Definitions.Inputs;

/// <summary>Type <c>default</c>: messages of the stream. Without a filter of a kind, nothing is taken from streams that are filtered in that way.</summary>
public sealed record StreamInput(string Name, SourceLocation Location) : InputDefinition(Name, Location)
{
    public override string Type => "default";

    /// <summary>The condition over GRIB keys; null for none and for <c>skip</c>.</summary>
    public EcCodesCondition? EcCodes { get; init; }

    /// <summary>The matcher over arkimet's metadata; null for none and for <c>skip</c>.</summary>
    public ArkimetMatcher? Arkimet { get; init; }

    /// <summary>Whether the definition says <c>skip</c> where there is no condition or matcher.</summary>
    public bool IsSkipped { get; init; }
}
