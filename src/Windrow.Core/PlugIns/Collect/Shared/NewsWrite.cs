using Windrow.Core.Deliveries;
using Windrow.Core.Messages;
using Windrow.Core.State;
using Windrow.Core.State.Sets;

namespace Windrow.Core.PlugIns.Collect.Shared;

/// <summary>What is told of members together, and what is decided because of it, in one transaction.</summary>
internal sealed class NewsWrite(string scope, SharedRules rules, SharedCollection owner) : SharedSetWork(scope)
{
    private readonly List<SharedTold> _all = [];
    private readonly List<MessageId> _told = [];
    private readonly List<Outcome> _outcomes = [];
    private readonly SharedTaking _taking = new(rules);
    private readonly TaskCompletionSource _done = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public override IReadOnlyList<MessageId> Told => _told;

    public Task Done => _done.Task;

    public int Count => _all.Count;

    public void Add(SharedTold told)
    {
        _all.Add(told);
        _told.Add(told.Identity);
    }

    public override void Decide(SharedSetPage page)
    {
        _outcomes.Clear();
        _taking.Begin();
        foreach (var told in _all)
            _outcomes.Add(_taking.Hear(told, page) ? Outcome.Absorbed : Outcome.Dropped);
        _taking.End();
    }

    public override void Completed(StateException? failure)
    {
        // A write that failed leaves its messages owed: they come again.
        if (failure is null)
        {
            for (var i = 0; i < _all.Count; i++)
                _all[i].Owes?.Release(_outcomes[i]);
            owner.Wrote(_taking.Decisions, _outcomes.Count(static outcome => outcome == Outcome.Absorbed), _outcomes.Count(static outcome => outcome == Outcome.Dropped));
        }

        _done.SetResult();
    }
}
