using System.Collections.Concurrent;
using Windrow.Core.Errors;
using Windrow.Core.Messages;
using Windrow.Fields.Grib;
using Windrow.Fields.Grib.Grids;
using Windrow.Fields.Grids;
using Windrow.Fields.Values;
using Windrow.Native.EcCodes.Structure;

namespace Windrow.Fields.Interpolate.Sources;

/// <summary>
/// Which grid a field is on: by the metadata <paramref name="nameKeys"/>, else by <paramref name="input"/>, else by the own metadata, else by its
/// GRIB header. What was found once is found by a hash. Safe for several threads.
/// </summary>
internal sealed class SourceGrids(string[] nameKeys, string? input, NamedSources named)
{
    // Models have a handful of grids; a plan that sees more of them looks the rest up each time.
    private const int MostKept = 64;

    private readonly OwnKey[] _names = Array.ConvertAll(nameKeys, static name => new OwnKey(name));
    private readonly DescribedSource _described = new();
    private readonly ConcurrentDictionary<MessageId, Grid> _known = [];

    /// <param name="points">How many values the field has.</param>
    public bool TryFind(Metadata metadata, int points, out Grid? grid, out Failure? failure)
    {
        (grid, failure) = (null, null);
        foreach (var key in _names)
        {
            if (key.TryGet(metadata, out var value) && value.TryGetString(out var name))
                return named.TryFind(name, out grid, out failure) && Fits(grid!, points, $"'{key.Key}' says", out failure);
        }

        if (input is not null)
            return named.TryFind(input, out grid, out failure) && Fits(grid!, points, "'input' says", out failure);
        if (_described.TryType(metadata, out _))
            return TryDescribed(metadata, points, out grid, out failure) && Fits(grid!, points, "its metadata say", out failure);
        if (metadata.Tail is GribTail tail)
            return TryHeader(tail, out grid, out failure) && Fits(grid!, points, "its GRIB header says", out failure);
        grid = named.OfFile;
        if (grid is not null)
            return Fits(grid, points, "'input-points' says", out failure);
        failure = Failure.Permanent("nothing tells which grid the field is on", $"name it with 'input', or have the model send '{nameKeys[0]}' or 'gridType'");
        return false;
    }

    private static bool Fits(Grid grid, int points, string origin, out Failure? failure)
    {
        failure = grid.Points == points ? null : Failure.Permanent(
            $"the field has {points} values, and {origin} that it is on {grid}, which has {grid.Points} points", "name the grid that it is on; parts of fields have to be aggregated in front");
        return failure is null;
    }

    private bool TryDescribed(Metadata metadata, int points, out Grid? grid, out Failure? failure)
    {
        failure = null;
        var identity = _described.IdentityOf(metadata, points);
        if (_known.TryGetValue(identity, out grid))
            return true;
        if (!_described.TryMake(metadata, points, named, out grid, out failure))
            return false;
        Keep(identity, grid!);
        return true;
    }

    private bool TryHeader(GribTail tail, out Grid? grid, out Failure? failure)
    {
        (grid, failure) = (null, null);
        if (!GribSections.TryParse(tail.Header.Span, out var sections, out var defect))
        {
            failure = Failure.Permanent($"the GRIB header is damaged: {defect}", null);
            return false;
        }

        if (sections.Grid == 0)
        {
            failure = Failure.Permanent("the GRIB message names its grid by a number of a catalogue only", "name the grid with 'input'");
            return false;
        }

        var identity = default(MessageId).With(tail.Header.Span[sections.Grid..GribGridSplice.EndOfGrid(sections)]);
        if (_known.TryGetValue(identity, out grid))
            return true;
        try
        {
            grid = GribGridReader.Read(tail.Header, sections);
        }
        catch (FailureException exception)
        {
            grid = named.OfFile;
            failure = grid is null ? exception.Failure : null;
            if (grid is null)
                return false;
        }

        Keep(identity, grid);
        return true;
    }

    private void Keep(MessageId identity, Grid grid)
    {
        if (_known.Count < MostKept)
            _known.TryAdd(identity, grid);
    }
}
