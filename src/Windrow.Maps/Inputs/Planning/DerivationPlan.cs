namespace Windrow.Maps.Inputs.Planning;

/// <summary>
/// The plan of one derived input while messages come in. Each one makes the plan of its group anew — a few hundred messages at
/// most — so a stream and a batch end with the same results. Memory: one reference per message and result. Not thread-safe.
/// </summary>
internal sealed class DerivationPlan(IInputDerivation derivation)
{
    private readonly Dictionary<PlanGroup, Group> _groups = [];
    private readonly Dictionary<Instant, (PlannedResult Result, PlanGroup Of)> _results = [];

    /// <summary>All results that can be made of what has come, by instant; one for each instant.</summary>
    public IEnumerable<PlannedResult> Results
    {
        get
        {
            foreach (var (key, group) in _groups)
            {
                if (group.IsStale)
                    Plan(key, group);
            }

            return _results.Values.Select(static each => each.Result).OrderBy(static result => result.Instant);
        }
    }

    /// <summary>Where something has come but no result can be made, and why.</summary>
    public IEnumerable<PlanGap> Gaps => _groups.Values.SelectMany(group => derivation.Gaps(group.Messages)).OrderBy(static gap => gap.Instant);

    /// <summary>Takes a message in and plans nothing yet: for many messages at once, before <see cref="Results"/> is asked for.</summary>
    public void Take(AvailableMessage message) => _ = TakeIn(message);

    /// <summary>
    /// Takes a message in and returns the results that can be made now and could not before, or not in this way: a result for an instant
    /// that had one is a revision of it. What was possible stays so.
    /// </summary>
    /// <param name="takesPlace">It takes the place of the one of its input, rank and instant, whose content has changed.</param>
    public IReadOnlyList<PlannedResult> Add(AvailableMessage message, bool takesPlace = false)
    {
        if (takesPlace)
        {
            foreach (var group in _groups.Values)
                group.Remove(message);
        }

        var key = TakeIn(message);
        return Plan(key, _groups[key]);
    }

    private PlanGroup TakeIn(AvailableMessage message)
    {
        var key = derivation.GroupOf(message);
        if (!_groups.TryGetValue(key, out var group))
            _groups.Add(key, group = new Group());
        group.Take(message);
        return key;
    }

    private List<PlannedResult> Plan(PlanGroup key, Group group)
    {
        group.IsStale = false;
        var changed = new List<PlannedResult>();
        foreach (var result in derivation.Plan(group.Messages))
        {
            if (_results.TryGetValue(result.Instant, out var before) && (before.Result.IsSameAs(result) || (before.Of != key && !IsPreferred(result, before.Result))))
                continue;
            _results[result.Instant] = (result, key);
            changed.Add(result);
        }

        return changed;
    }

    // Of series that both give an instant, whatever order they came in: the lower rank, else any, but always the same.
    private static bool IsPreferred(PlannedResult result, PlannedResult other)
    {
        var (rank, otherRank) = (Rank(result), Rank(other));
        return rank != otherRank ? rank < otherRank : string.CompareOrdinal(result.Messages[^1].Header.Series, other.Messages[^1].Header.Series) < 0;
    }

    private static int Rank(PlannedResult result)
    {
        var rank = 0;
        foreach (var message in result.Messages)
            rank = Math.Max(rank, message.Rank);
        return rank;
    }

    private sealed class Group
    {
        public List<AvailableMessage> Messages { get; } = [];

        public bool IsStale { get; set; }

        public void Take(AvailableMessage message)
        {
            var at = Messages.Count;
            while (at > 0 && Messages[at - 1].Rank > message.Rank)
                at--;
            Messages.Insert(at, message);
            IsStale = true;
        }

        public void Remove(AvailableMessage like) =>
            Messages.RemoveAll(message => message.Input == like.Input && message.Rank == like.Rank && message.Instant == like.Instant);
    }
}
