using Windrow.Core.Configuration;

namespace Windrow.Core.Sources;

/// <summary>A source as configured and validated.</summary>
/// <param name="Name">Unique in its flow; part of the ids of its messages.</param>
/// <param name="Canonical">The configuration in canonical form: equal text means an equal source.</param>
public sealed record SourceDefinition(string Name, string Type, string Canonical, SourceLocation Location, Func<Source> Create)
{
    /// <summary>Whether it listens to the outside, other than through files; see <see cref="PlugIns.PlugIn.IsOutside"/>.</summary>
    public bool IsOutside { get; init; }

    /// <summary>True: the engine's own, which brings nothing from outside.</summary>
    public bool IsBuiltIn => Type == "expect" && Name == Expectations.ExpectationSource.SourceName;
}
