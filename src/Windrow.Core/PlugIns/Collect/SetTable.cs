using Windrow.Core.Messages;

namespace Windrow.Core.PlugIns.Collect;

/// <summary>The sets of an action by their keys, by their age, and by when they are to be looked at.</summary>
/// <param name="tolerance">How near times in keys are that are those of one set; null: none is that is not equal.</param>
internal sealed class SetTable(TimeSpan? tolerance)
{
    private readonly NearKeys? _near = tolerance is { } time ? new NearKeys(time) : null;
    private readonly Dictionary<Metadata, CollectedSet> _latest = [];
    private readonly Dictionary<Metadata, HashSet<MessageId>> _earlier = [];
    private readonly LinkedList<CollectedSet> _open = new();
    private readonly LinkedList<CollectedSet> _over = new();
    private readonly PriorityQueue<CollectedSet, DateTime> _schedule = new();

    public int OpenCount => _open.Count;

    public int OverCount => _over.Count;

    public CollectedSet? OldestOpen => _open.First?.Value;

    /// <summary>The sets that are over, the one that has been so for longest first.</summary>
    public IEnumerable<CollectedSet> Over => _over;

    /// <summary>The sets that are open, the oldest first.</summary>
    public IEnumerable<CollectedSet> Open => _open;

    /// <summary>The key of the set that a member with this key belongs to.</summary>
    public Metadata KeyOf(Metadata key) => _near is null || _latest.ContainsKey(key) ? key : _near.Find(key);

    /// <summary>The set of a key: the latest, where there were several.</summary>
    public CollectedSet? Find(Metadata key) => _latest.GetValueOrDefault(key);

    /// <summary>Whether a member was in an earlier set of the key that is remembered.</summary>
    public bool WasIn(Metadata key, MessageId identity) => _earlier.TryGetValue(key, out var known) && known.Contains(identity);

    /// <summary>A member of an earlier set of the key has gone on to a later one.</summary>
    public void WasNotIn(Metadata key, MessageId identity)
    {
        if (_earlier.TryGetValue(key, out var known))
            known.Remove(identity);
    }

    /// <summary>Takes a set in; one of the same key is an earlier one from here on.</summary>
    public void Add(CollectedSet set)
    {
        if (_latest.TryGetValue(set.Key, out var before))
        {
            if (!_earlier.TryGetValue(set.Key, out var known))
                _earlier.Add(set.Key, known = []);
            known.UnionWith(before.Identities);
        }

        _latest[set.Key] = set;
        _near?.Add(set.Key);
        set.Place = (set.IsOpen ? _open : _over).AddLast(set);
    }

    /// <summary>Puts a set where its phase belongs.</summary>
    public void Move(CollectedSet set)
    {
        set.Place!.List!.Remove(set.Place);
        set.Place = (set.IsOpen ? _open : _over).AddLast(set);
    }

    public void Forget(CollectedSet set)
    {
        set.Place!.List!.Remove(set.Place);
        set.Place = null;
        set.ForgetWaiting();
        if (_latest.GetValueOrDefault(set.Key) == set)
        {
            _latest.Remove(set.Key);
            _near?.Remove(set.Key);
        }
        else if (_earlier.TryGetValue(set.Key, out var known))
        {
            known.ExceptWith(set.Identities);
            if (known.Count == 0)
                _earlier.Remove(set.Key);
        }
    }

    /// <summary>Notes when a set is to be looked at; a later time than the noted one is found out then.</summary>
    /// <returns>Whether that is now the first time of all.</returns>
    public bool Schedule(CollectedSet set, DateTime at)
    {
        if (set.LookAt <= at)
            return false;
        set.LookAt = at;
        var isFirst = !_schedule.TryPeek(out _, out var first) || at < first;
        _schedule.Enqueue(set, at);
        return isFirst;
    }

    /// <summary>Takes out a set that is to be looked at by now.</summary>
    public bool TryTakeDue(DateTime now, out CollectedSet set)
    {
        while (_schedule.TryPeek(out var first, out var at) && at <= now)
        {
            _schedule.Dequeue();
            if (first.LookAt != at || first.Place is null)
                continue;
            first.LookAt = null;
            set = first;
            return true;
        }

        set = null!;
        return false;
    }

    public DateTime? NextLook => _schedule.TryPeek(out _, out var at) ? at : null;
}
