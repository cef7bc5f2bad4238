using Windrow.Core.Messages;

namespace Windrow.Core.Expectations;

/// <summary>What came of one expectation, by the times that results are for. It is judged by any moment, past or to come. Safe for several threads.</summary>
internal sealed class ExpectationBook(Expectation expectation, DateTime since)
{
    /// <summary>How long it is remembered what came.</summary>
    public static readonly TimeSpan Kept = TimeSpan.FromDays(7);

    private const int MostSlots = 2_000;
    private const int MostArrivals = 10_000;

    // They are told as one; who they all are, the ledger knows.
    private const int MostDuplicates = 100;

    private readonly Lock _lock = new();
    private readonly SortedDictionary<DateTime, Occurrence> _occurrences = [];
    private readonly HashSet<DateTime> _changed = [];
    private readonly List<string> _keys = [];

    // Everything before it was looked at when nothing could change any more but by what comes.
    private DateTime _next = expectation.FirstOf(since);

    public Expectation Expectation { get; } = expectation;

    /// <summary>From when on it is judged, UTC.</summary>
    public DateTime Since { get; } = since;

    /// <summary>Takes a result in.</summary>
    /// <param name="continues">It is more of a file that is a result already, and no second one.</param>
    /// <param name="row">What is to be kept of it; null: nothing, as it is none or is known.</param>
    /// <returns>Whether something may be different now.</returns>
    public bool Take(Message message, string? path, bool continues, DateTime now, out ExpectationRow? row)
    {
        row = null;
        lock (_lock)
        {
            _keys.Clear();
            if (!Expectation.TryRead(message, path, now, out var slot, _keys) || slot < now - Kept)
                return false;
            var occurrence = Of(slot);
            continues &= Expectation.IsToldByPath;
            foreach (var key in _keys)
                row = continues && occurrence.Find(key) is not null ? row : Add(occurrence, new Arrival(key, message.Id, now)) ?? row;
            if (row is not null)
                _changed.Add(slot);
            return row is not null;
        }
    }

    /// <summary>Takes back what an earlier run kept.</summary>
    public void Restore(ExpectationRow row)
    {
        lock (_lock)
        {
            var occurrence = Of(row.Slot);
            if (row.Arrival is { } arrival)
            {
                if (row.IsDuplicate)
                    occurrence.Duplicates.Add(arrival);
                else
                    occurrence.Add(arrival);
            }
            else
            {
                (occurrence.Told, occurrence.Culprit) = (row.Told, row.Culprit);
            }
        }
    }

    /// <summary>What is to be told: trouble that nobody was told of, and what is over of what was told. It is as good as told from here on.</summary>
    public List<Judgement> Look(DateTime now)
    {
        var news = new List<Judgement>();
        lock (_lock)
        {
            var last = Expectation.LastDue(now);
            _next = Latest(_next, Expectation.FirstOf(last - Kept));
            for (var slot = Latest(_next, Earliest(last)); slot <= last; slot = Expectation.Next(slot))
            {
                Tell(slot, now, news);
                if (Expectation.Gone(slot) <= now && slot == _next)
                    _next = Expectation.Next(slot);
            }

            foreach (var slot in _changed)
            {
                if (slot <= last)
                    Tell(slot, now, news);
            }

            _changed.Clear();
        }

        return news;
    }

    /// <summary>Remembers who is to blame for what is told.</summary>
    public void Blame(DateTime slot, string? culprit)
    {
        lock (_lock)
            Of(slot).Culprit = culprit;
    }

    /// <summary>When the next look may find something by time alone, UTC.</summary>
    public DateTime NextLook(DateTime now)
    {
        lock (_lock)
        {
            var last = Expectation.LastDue(now);
            var next = Expectation.Due(Latest(Expectation.Next(last), _next));
            for (var slot = Latest(_next, Earliest(last)); slot <= last; slot = Expectation.Next(slot))
            {
                if (Expectation.Gone(slot) is var gone && gone > now && gone < next)
                    next = gone;
            }

            return next;
        }
    }

    /// <summary>How each time stands that was due at a moment, the newest first.</summary>
    /// <param name="most">No more than so many.</param>
    public IReadOnlyList<Judgement> At(DateTime moment, int most = MostSlots)
    {
        var judged = new List<Judgement>();
        lock (_lock)
        {
            var first = Latest(Expectation.FirstOf(Since), Expectation.FirstOf(moment - Kept));
            for (var slot = Expectation.LastDue(moment); slot >= first && judged.Count < most; slot = Expectation.Before(slot))
                judged.Add(Judge(_occurrences.GetValueOrDefault(slot), slot, moment));
        }

        return judged;
    }

    /// <summary>Forgets what is old.</summary>
    /// <returns>The rows to be removed.</returns>
    public List<string> Forget(DateTime now)
    {
        var keys = new List<string>();
        lock (_lock)
        {
            foreach (var old in _occurrences.Values.TakeWhile(occurrence => occurrence.Slot < now - Kept).ToList())
            {
                keys.AddRange(ExpectationRow.KeysOf(old));
                _occurrences.Remove(old.Slot);
            }
        }

        return keys;
    }

    private ExpectationRow? Add(Occurrence occurrence, Arrival arrival)
    {
        if (occurrence.Find(arrival.Key) is { } known)
        {
            if (!Expectation.HasIdentity || known.Id == arrival.Id || occurrence.Duplicates.Count >= MostDuplicates || occurrence.Duplicates.Exists(other => other.Id == arrival.Id && other.Key == arrival.Key))
                return null;
            occurrence.Duplicates.Add(arrival);
            return new ExpectationRow(occurrence.Slot, arrival, IsDuplicate: true);
        }

        // Beyond what there are to be, results that cannot be told apart say nothing more.
        if (occurrence.Arrivals.Count >= (Expectation.HasIdentity ? MostArrivals : Expectation.Needed))
            return null;
        occurrence.Add(arrival);
        return new ExpectationRow(occurrence.Slot, arrival);
    }

    private void Tell(DateTime slot, DateTime now, List<Judgement> news)
    {
        if (slot < Expectation.FirstOf(Since))
            return;
        var occurrence = _occurrences.GetValueOrDefault(slot);
        var told = occurrence?.Told ?? OccurrenceState.Waiting;
        var judgement = Judge(occurrence, slot, now);
        if (judgement.State == told)
            return;
        var isOver = judgement.State is OccurrenceState.Recovered && told is OccurrenceState.Late or OccurrenceState.Short or OccurrenceState.Missing;
        if (judgement.State is OccurrenceState.Recovered ? !isOver : !judgement.IsTrouble)
            return;
        Of(slot).Told = judgement.State;
        news.Add(judgement);
    }

    private Judgement Judge(Occurrence? occurrence, DateTime slot, DateTime moment)
    {
        var (due, gone) = (Expectation.Due(slot), Expectation.Gone(slot));
        var come = occurrence?.Arrivals.Where(arrival => arrival.At <= moment).ToList() ?? [];
        DateTime? metAt = come.Count >= Expectation.Needed ? come[Expectation.Needed - 1].At : null;
        var twice = occurrence?.Duplicates.Where(arrival => arrival.At <= moment).Select(static arrival => arrival.Key).Distinct().ToList() ?? [];

        // What comes at the very moment at which it was told that it is late is over all the same.
        var wasTold = occurrence?.Told is OccurrenceState.Late or OccurrenceState.Short or OccurrenceState.Missing or OccurrenceState.Recovered;
        var state = metAt switch
        {
            not null when metAt > due || wasTold => OccurrenceState.Recovered,
            not null => twice.Count > 0 ? OccurrenceState.Duplicate : OccurrenceState.Met,
            null when moment < due => OccurrenceState.Waiting,
            null when come.Count > 0 => OccurrenceState.Short,
            null => moment < gone ? OccurrenceState.Late : OccurrenceState.Missing,
        };
        var missing = state == OccurrenceState.Duplicate ? twice : Expectation.MissingOf(come.Select(static arrival => arrival.Key));
        return new Judgement(Expectation, slot, due, state, come.Count, metAt, missing)
        {
            IsOpen = metAt is null && moment < gone,
            Culprit = occurrence?.Told == state ? occurrence.Culprit : null,
        };
    }

    private Occurrence Of(DateTime slot)
    {
        if (!_occurrences.TryGetValue(slot, out var occurrence))
            _occurrences.Add(slot, occurrence = new Occurrence(slot));
        return occurrence;
    }

    // As many times are looked at as make sense to somebody.
    private DateTime Earliest(DateTime last) => last - (MostSlots * (Expectation.Next(last) - last));

    private static DateTime Latest(DateTime one, DateTime other) => one > other ? one : other;
}
