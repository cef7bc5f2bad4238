using Windrow.Core;
using Windrow.Core.Binary;
using Windrow.Core.Errors;
using Windrow.Core.Payloads;
using Windrow.Fields.Domains;
using Windrow.Fields.Grib;
using Windrow.Fields.Statistics.Samples;
using Windrow.Fields.Statistics.Series;

namespace Windrow.Fields.Statistics.Restart;

/// <summary>
/// Gives series back what a restart has of them. A share takes the values of its own points from all pieces that have some, so the
/// number and order of clients may be another than when it was written. Safe for several threads.
/// </summary>
/// <param name="named">Of which time, yyyymmdd-hhmmss, or <see cref="RestartFolder.Latest"/>: then the time of the first field that is read says which.</param>
/// <param name="create">Makes an empty series of so many points.</param>
internal sealed class RestartReader(EngineServices services, RestartFolder folder, string named, string declaration, DomainMaps domains, Func<int, Precision, FieldSeries> create)
{
    private readonly Lock _lock = new();
    private readonly StoredFormats _formats = new StoredFormats().Add(GribTailFormat.Instance);
    private readonly SeriesPlaces _places = new(domains);
    private readonly Dictionary<PointRun[], PointRun[]> _sorted = new(ReferenceEqualityComparer.Instance);
    private RestartIndex? _index;
    private string? _time;

    /// <summary>The series as the restart has it.</summary>
    /// <param name="domain">Of its fields; empty when they name none.</param>
    /// <param name="first">The time of the field that is to be taken in first.</param>
    public FieldSeries? Read(SeriesKey key, string domain, DateTime first, int points, Precision precision, out Failure? failure)
    {
        try
        {
            if (!TryOpen(first, out failure))
                return null;
            var pieces = _index!.Find(key.Identity(domain));
            if (pieces.Count > 0)
                return Read(key, domain, points, precision, pieces, out failure);
            failure = Failure.Permanent($"the restart '{folder.PathOf(_time ?? named)}' does not have the series {key}; it has {_index.Count} others", "the run that wrote it did not have the field, or one of its processes did not write; name an earlier restart, or begin without one");
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            failure = Failure.Transient($"the restart '{folder.PathOf(_time ?? named)}' cannot be read: {exception.Message}", null, exception);
        }

        return null;
    }

    private bool TryOpen(DateTime first, out Failure? failure)
    {
        lock (_lock)
        {
            failure = null;
            _time ??= named == RestartFolder.Latest ? folder.LatestBefore(first) : named;
            _index ??= RestartIndex.Read(services, folder, _time, declaration, out failure);
            return _index is not null;
        }
    }

    private FieldSeries? Read(SeriesKey key, string domain, int points, Precision precision, IReadOnlyList<RestartPiece> pieces, out Failure? failure)
    {
        var (global, own) = _places.Of(key, domain, points);
        var sorted = Sorted(own);
        var series = create(points, precision);
        var covered = new Coverage(points);
        var (isFirst, ignored) = (true, -1);
        failure = null;
        foreach (var piece in pieces)
        {
            var runs = RunsFrom(piece, key, global, own, sorted, points);
            if (runs.Count == 0)
                continue;
            if (piece.Precision != precision)
                failure = Failure.Permanent($"the restart has the series {key} in {piece.Precision} precision, the field is in {precision}", "let the model send the precision that it had");
            else
                failure = TakeOver(series, piece, [.. runs], isFirst, key.Client);
            if (failure is not null)
                break;
            isFirst = false;
            foreach (var run in runs)
                covered.Add(run.To, run.Length, ref ignored);
        }

        var wanted = own.Sum(static run => (long)run.Length);
        if (failure is null && (isFirst || Missing(own, covered) is { } point && point >= 0))
        {
            failure = Failure.Permanent(
                $"the restart '{folder.PathOf(_time ?? named)}' lacks points of the series {key}: it has {covered.Covered} of {wanted}; global point {(isFirst ? own.Length == 0 ? 0 : own[0].To : Missing(own, covered))} is in none of its {pieces.Count} pieces (of {string.Join(", ", pieces.Take(5).Select(static piece => piece.Client.Length == 0 ? "the whole field" : piece.Client))})",
                "a process did not write its file; name an earlier restart under 'restart-time'");
        }

        if (failure is null)
            return series;
        series.Release();
        return null;
    }

    // The whole share at once where it is shared out as it was: then halo points have their values too.
    private List<PointRun> RunsFrom(RestartPiece piece, SeriesKey key, int global, PointRun[] own, PointRun[] sorted, int points)
    {
        var isSame = piece.Client == key.Client && piece.Points == points && piece.GlobalPoints == global && piece.Runs.AsSpan().SequenceEqual(own);
        if (isSame)
            return points == 0 ? [] : [new PointRun(0, 0, points)];
        return piece.GlobalPoints != global || global == 0 ? [] : RestartRuns.Common(Sorted(piece.Runs), sorted);
    }

    // Once for all series of a share.
    private PointRun[] Sorted(PointRun[] runs)
    {
        lock (_lock)
        {
            if (!_sorted.TryGetValue(runs, out var sorted))
                _sorted.Add(runs, sorted = RestartRuns.Sorted(runs));
            return sorted;
        }
    }

    private Failure? TakeOver(FieldSeries series, RestartPiece piece, ReadOnlySpan<PointRun> runs, bool isFirst, string client)
    {
        var other = create(piece.Points, piece.Precision);
        try
        {
            var reader = new ByteReader(_index!.ReadState(piece));
            other.Restore(ref reader, _formats);
            return series.TryTakeOver(other, runs, isFirst, client) ? null : Failure.Permanent(
                $"the pieces of the restart disagree: that of '{piece.Client}' in '{piece.File}' is at another point of the series {piece.Name} than those before it",
                "the folder has files of more than one run; keep those of one");
        }
        catch (CorruptDataException exception)
        {
            return RestartIndex.Damaged(piece.File, exception);
        }
        finally
        {
            other.Release();
        }
    }

    /// <summary>The first global point of the share that no piece had; -1 when there is none.</summary>
    private static int Missing(PointRun[] own, Coverage covered)
    {
        foreach (var run in own)
        {
            for (var i = 0; i < run.Length; i++)
            {
                if (!covered.Contains(run.From + i))
                    return run.To + i;
            }
        }

        return -1;
    }
}
