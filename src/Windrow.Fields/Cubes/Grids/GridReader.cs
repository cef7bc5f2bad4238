using System.Collections.Concurrent;
using Windrow.Core.Errors;
using Windrow.Core.Messages;
using Windrow.Fields.Grib.Grids;
using Windrow.Fields.Grids;
using Windrow.Fields.Interpolate.Sources;
using Windrow.Fields.Values;

namespace Windrow.Fields.Cubes.Grids;

/// <summary>Finds the grid of a message, each once. Safe for several threads.</summary>
internal sealed class GridReader
{
    private readonly ConcurrentDictionary<MessageId, CubeGrid> _ofGrib = new();
    private readonly ConcurrentDictionary<Grid, CubeGrid> _ofMetadata = new(ReferenceEqualityComparer.Instance);
    private readonly SourceGrids _sources = new(["grid", "atlas-grid-kind"], null, new NamedSources(null));
    private readonly OwnKey _grid = new("grid");
    private readonly MetadataSlot _gridType = new("gridType");
    private readonly OwnKey _domain = new("domain");

    /// <param name="points">How many values the field has.</param>
    public bool TryRead(Message message, int points, out CubeGrid? grid, out Failure? failure)
    {
        failure = null;
        if (message.Payload is GribPayload grib)
            grid = OfGrib(grib, message.Metadata, points);
        else if (_sources.TryFind(message.Metadata, points, out var source, out var misfit))
            grid = _ofMetadata.GetOrAdd(source!, CubeGrid.Of);
        else
            (grid, failure) = (Unknown(message.Metadata, points), source is null ? null : misfit); // where the points are need not be known
        return failure is null;
    }

    private CubeGrid OfGrib(GribPayload message, Metadata metadata, int points)
    {
        var id = default(MessageId).With(message.Sections.Octets(message.Span, message.Sections.Grid));
        if (_ofGrib.TryGetValue(id, out var grid))
            return grid;
        try
        {
            grid = CubeGrid.Of(GribGridReader.Read(message.Memory, message.Sections));
        }
        catch (FailureException)
        {
            grid = Unknown(metadata, points); // a grid that ecCodes cannot work out
        }

        return _ofGrib[id] = grid;
    }

    private CubeGrid Unknown(Metadata metadata, int points)
    {
        var name = _grid.TryGet(metadata, out var value) || _gridType.TryGet(metadata, out value) || _domain.TryGet(metadata, out value) ? value.ToString() : "unknown";
        return new CubeGrid(name, 0, points, [], []);
    }
}
