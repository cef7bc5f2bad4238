using Windrow.Core.Deliveries;
using Windrow.Core.State;
using Windrow.Core.State.Sets;

namespace Windrow.Core.PlugIns.Collect.Shared;

/// <summary>Members that come together, and what is decided because of them, in one transaction.</summary>
internal sealed class ArrivalWrite(string scope, SharedRules rules, SharedCollection owner) : SharedSetWork(scope)
{
    private readonly List<SharedMember> _members = [];
    private readonly List<SharedArrival> _arrivals = [];
    private readonly List<Outcome> _outcomes = [];
    private readonly SharedTaking _taking = new(rules);
    private readonly TaskCompletionSource _done = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public override IReadOnlyList<SharedArrival> Arrivals => _arrivals;

    public override bool HearsNews => rules.Options.TakesNews;

    public Task Done => _done.Task;

    public int Count => _members.Count;

    public void Add(SharedMember member)
    {
        _members.Add(member);
        _arrivals.Add(member.Arrival);
    }

    public override void Decide(SharedSetPage page)
    {
        _outcomes.Clear();
        _taking.Begin();
        foreach (var member in _members)
            _outcomes.Add(_taking.Take(member, page) ? Outcome.Absorbed : Outcome.Dropped);
        _taking.End();
    }

    public override void Completed(StateException? failure)
    {
        foreach (var member in _members)
        {
            if (member.Payload is { } payload)
                owner.Release(payload);
        }

        // A write that failed leaves its members owed: they come again.
        if (failure is null)
        {
            for (var i = 0; i < _members.Count; i++)
                _members[i].Part?.Release(_outcomes[i]);
            owner.Wrote(_taking.Decisions, _outcomes.Count(static outcome => outcome == Outcome.Absorbed), _outcomes.Count(static outcome => outcome == Outcome.Dropped));
        }

        _done.SetResult();
    }
}
