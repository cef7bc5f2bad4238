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
    private readonly Dictionary<long, SharedSet> _sets = [];
    private readonly SharedDecisions _decisions = new();
    private readonly TaskCompletionSource _done = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public override IReadOnlyList<SharedArrival> Arrivals => _arrivals;

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
        _decisions.Clear();
        _sets.Clear();
        foreach (var member in _members)
            _outcomes.Add(Take(member, page) ? Outcome.Absorbed : Outcome.Dropped);
        foreach (var set in _sets.Values)
            _decisions.Note(set.Row);
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
            owner.Wrote(_decisions, _outcomes.Count(static outcome => outcome == Outcome.Absorbed), _outcomes.Count(static outcome => outcome == Outcome.Dropped));
        }

        _done.SetResult();
    }

    private bool Take(SharedMember member, SharedSetPage page)
    {
        var row = page.Latest(member.Arrival.KeyId);
        var set = Of(row);
        var known = page.Member(row.Home, member.Arrival.Identity);
        if (known is null ? row.LastMember > 0 && !rules.TakesLate(set) : known.IsReady || known.Set != row.Number || !rules.TakesMore(set))
        {
            if (known is null)
                _decisions.Late.Add((set.Number, member.Id, set.Key, set.Phase == SetPhase.Emitted, set.Ended));
            return false;
        }

        if (row.LastMember > 0 && known is null && !set.IsOpen && rules.Options.Late == LatePolicy.NewSet)
            set = Of(row = page.BeginNext(row));
        if (row.LastMember == 0)
        {
            (set.Began, set.Last) = (member.Came, member.Came);
            _decisions.Begun++;
        }

        row.LastMember++;
        var facts = known is null ? member.Facts : rules.Join(known, member.Facts);
        page.Put(new SharedMemberRow(row.Home, member.Arrival.Identity, row.Number, row.LastMember, facts.IsReady, rules.Write(member, facts), member.Payload));
        if (known is not null)
            row.Waiting--;
        if (facts.IsReady)
            set.Add(member.Are, member.Came);
        else
            set.Wait(member.Came);
        set.Expected = member.Expected ?? set.Expected;
        if (!set.IsOpen && facts.IsReady)
            set.Reopen(member.Came);
        rules.Judge(set, member.Came, page, _decisions);
        rules.Schedule(set, member.Came);
        page.Put(row);
        return true;
    }

    private SharedSet Of(SharedSetRow row)
    {
        if (!_sets.TryGetValue(row.Number, out var set))
            _sets.Add(row.Number, set = rules.Wrap(row));
        return set;
    }
}
