using System.Collections.Concurrent;
using Windrow.Core;

namespace Windrow.Events.Clowder.Extractors;

/// <summary>The desks of a flow's <c>clowder</c> sources, by their names; one is there as soon as anybody asks for it. Safe for several threads.</summary>
internal sealed class ExtractorDesks
{
    private readonly ConcurrentDictionary<string, ExtractorDesk> _desks = new(StringComparer.Ordinal);

    public JobPlaces Places { get; } = new();

    public ExtractorDesk Of(string source, EngineServices services) => _desks.GetOrAdd(source, static (_, with) => new ExtractorDesk(with.Places, with.services), (Places, services));
}
