using System.Collections.Concurrent;
using Windrow.Core.Errors;
using Windrow.Core.Messages;
using Windrow.Fields.Grib;
using Windrow.Fields.Values;
using Windrow.Native.EcCodes.Structure;

namespace Windrow.Fields.Cubes.Grids;

/// <summary>Finds the grid of a message, each once. Safe for several threads.</summary>
internal sealed class GridReader
{
    private readonly ConcurrentDictionary<MessageId, CubeGrid> _known = new();
    private readonly RegularGridReader _regular = new();
    private readonly OwnKey _grid = new("grid");
    private readonly OwnKey _gridType = new("gridType");
    private readonly OwnKey _domain = new("domain");

    /// <param name="points">How many values the field has.</param>
    public bool TryRead(Message message, int points, out CubeGrid? grid, out Failure? failure)
    {
        failure = null;
        grid = message.Payload is GribPayload grib ? OfGrib(grib.Memory, grib.Sections)
            : _regular.TryRead(message.Metadata, out var regular) ? regular
            : message.Metadata.Tail is GribTail tail && GribSections.TryParse(tail.Header.Span, out var sections, out _) ? OfGrib(tail.Header, sections)
            : new CubeGrid(NameOf(message.Metadata), 0, points, [], []);
        if (grid!.Points == points)
            return true;
        failure = Failure.Permanent($"the field has {points} values, its grid is a {grid}", "correct the metadata that describe the grid: Ni and Nj with the corners, or grid");
        return false;
    }

    private CubeGrid OfGrib(ReadOnlyMemory<byte> message, in GribSections sections)
    {
        var id = default(MessageId).With(sections.Octets(message.Span, sections.Grid));
        if (!_known.TryGetValue(id, out var grid))
            _known[id] = grid = GribGridReader.Read(message);
        return grid;
    }

    private string NameOf(Metadata metadata) =>
        _grid.TryGet(metadata, out var name) || _gridType.TryGet(metadata, out name) || _domain.TryGet(metadata, out name) ? name.ToString() : "unknown";
}
