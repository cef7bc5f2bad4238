namespace Windrow.Maps.Inputs.Planning;

/// <summary>
/// The plan of one derived input while messages come in. Each one makes the plan of its group anew — a few hundred messages at
/// most — so a stream and a batch end with the same results. Memory: one reference per message and result. Not thread-safe.
/// </summary>
internal sealed class DerivationPlan(IInputDerivation derivation)
{
    private readonly Dictionary<PlanGroup, Group> _groups = [];

    /// <summary>All results that can be made of what has come, by instant; one for each instant.</summary>
    public IEnumerable<PlannedResult> Results => _groups.Values.SelectMany(group => group.ResultsOf(derivation)).OrderBy(static result => result.Instant);

    /// <summary>Where something has come but no result can be made, and why.</summary>
    public IEnumerable<PlanGap> Gaps => _groups.Values.SelectMany(group => derivation.Gaps(group.Messages)).OrderBy(static gap => gap.Instant);

    /// <summary>Takes a message in and plans nothing yet: for many messages at once, before <see cref="Results"/> is asked for.</summary>
    public void Take(AvailableMessage message)
    {
        var key = derivation.GroupOf(message);
        if (!_groups.TryGetValue(key, out var group))
            _groups.Add(key, group = new Group());
        group.Take(message);
    }

    /// <summary>
    /// Takes a message in and returns the results that can be made now and could not before, or not in this way: a result for an instant
    /// that had one is a revision of it. What was possible stays so.
    /// </summary>
    public IReadOnlyList<PlannedResult> Add(AvailableMessage message)
    {
        var key = derivation.GroupOf(message);
        if (!_groups.TryGetValue(key, out var group))
            _groups.Add(key, group = new Group());
        var before = group.ResultsOf(derivation);
        group.Take(message);
        var now = group.ResultsOf(derivation);
        if (before.Count == 0)
            return now;
        var known = before.ToDictionary(static result => result.Instant);
        return [.. now.Where(result => !known.TryGetValue(result.Instant, out var old) || !old.IsSameAs(result))];
    }

    private sealed class Group
    {
        private IReadOnlyList<PlannedResult>? _results = [];

        public List<AvailableMessage> Messages { get; } = [];

        public void Take(AvailableMessage message)
        {
            Messages.Add(message);
            _results = null;
        }

        public IReadOnlyList<PlannedResult> ResultsOf(IInputDerivation derivation) => _results ??= derivation.Plan(Messages);
    }
}
