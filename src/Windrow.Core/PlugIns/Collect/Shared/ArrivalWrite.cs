using Windrow.Core.Deliveries;
using Windrow.Core.Messages;
using Windrow.Core.State;
using Windrow.Core.State.Sets;

namespace Windrow.Core.PlugIns.Collect.Shared;

/// <summary>Members that come together, what is told of others between them, and what is decided because of that, in one transaction.</summary>
internal sealed class ArrivalWrite(string scope, SharedRules rules, SharedCollection owner) : SharedSetWork(scope)
{
    private readonly List<Step> _steps = [];
    private readonly List<SharedArrival> _arrivals = [];
    private readonly List<MessageId> _told = [];
    private readonly List<Outcome> _outcomes = [];
    private readonly SharedTaking _taking = new(rules);
    private readonly TaskCompletionSource _done = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public override IReadOnlyList<SharedArrival> Arrivals => _arrivals;

    public override IReadOnlyList<MessageId> Told => _told;

    public override bool HearsNews => rules.Options.TakesNews;

    public Task Done => _done.Task;

    public int Count => _steps.Count;

    public void Add(SharedMember member)
    {
        _steps.Add(new Step(member, null));
        _arrivals.Add(member.Arrival);
    }

    public void Add(SharedTold told)
    {
        _steps.Add(new Step(null, told));
        _told.Add(told.Identity);
    }

    public override void Decide(SharedSetPage page)
    {
        _outcomes.Clear();
        _taking.Begin();
        foreach (var step in _steps)
        {
            var isTaken = step.Member is { } member ? _taking.Take(member, page) : _taking.Hear(step.Told!, page);
            _outcomes.Add(isTaken ? Outcome.Absorbed : Outcome.Dropped);
        }

        _taking.End();
    }

    public override void Completed(StateException? failure)
    {
        foreach (var step in _steps)
        {
            if (step.Member?.Payload is { } payload)
                owner.Release(payload);
        }

        // A write that failed leaves its messages owed: they come again.
        if (failure is null)
        {
            for (var i = 0; i < _steps.Count; i++)
                (_steps[i].Member is { } member ? member.Part : _steps[i].Told!.Owes)?.Release(_outcomes[i]);
            owner.Wrote(_taking.Decisions, _outcomes.Count(static outcome => outcome == Outcome.Absorbed), _outcomes.Count(static outcome => outcome == Outcome.Dropped));
        }

        _done.SetResult();
    }

    private readonly record struct Step(SharedMember? Member, SharedTold? Told);
}
