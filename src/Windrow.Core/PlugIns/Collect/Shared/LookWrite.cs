using Windrow.Core.State;
using Windrow.Core.State.Sets;

namespace Windrow.Core.PlugIns.Collect.Shared;

/// <summary>Looks at sets whose time has come, which no other process looks at meanwhile, and takes over what processes left that have ended.</summary>
/// <param name="checksLimits">Whether sets may be more than are to be kept.</param>
internal sealed class LookWrite(string scope, SharedRules rules, SharedCollection owner, DateTime now, bool checksLimits) : SharedSetWork(scope)
{
    /// <summary>How many sets are looked at together.</summary>
    public const int Most = 100;

    private readonly SharedDecisions _decisions = new();
    private readonly TaskCompletionSource _done = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private bool _isMore;
    private int _unused;

    public Task Done => _done.Task;

    /// <summary>Whether what this process is to carry out is taken up, too: at its beginning, behind all that it wrote before.</summary>
    public bool WithOwn { get; init; }

    /// <summary>What was told of members is forgotten where that was before, UTC; null: not now.</summary>
    public DateTime? ForgetsNewsBefore { get; init; }

    /// <summary>How many members sets are to have of which that was told, by their number.</summary>
    public IReadOnlyDictionary<long, long> Expected { get; init; } = new Dictionary<long, long>();

    public override void Decide(SharedSetPage page)
    {
        _decisions.Clear();
        var due = page.TakeDue(now, Most);
        _isMore = due.Count == Most;
        foreach (var row in due)
        {
            Look(row, page);
            page.Put(row);
            _decisions.Note(row);
        }

        if (checksLimits)
            KeepLimits(page);
        if (ForgetsNewsBefore is { } before)
            (_, _unused) = page.ForgetNews(before, rules.Options.MaximumRemembered, 10 * SharedRules.MembersAtOnce);
        foreach (var emission in page.TakeOver(now, WithOwn).OrderBy(static each => (each.Set, each.Revision, !each.IsAlert)))
            _decisions.Emitted.Add((emission, rules.KeyOf(emission.Key)));
    }

    public override void Completed(StateException? failure)
    {
        if (failure is null && _unused > 0)
            owner.Forgot(_unused);
        if (failure is null)
            owner.Looked(_decisions, _isMore);
        else
            owner.NotLooked();
        _done.SetResult();
    }

    private void Look(SharedSetRow row, SharedSetPage page)
    {
        var set = rules.Wrap(row);
        if (row.IsSpent)
        {
            Sweep(set, page);
            return;
        }

        if (set.IsOpen)
        {
            if (Expected.TryGetValue(row.Number, out var number))
                set.Expected = number;
            rules.Judge(set, now, page, _decisions);
            rules.Schedule(set, now, wasLookedAt: true);
        }
        else if (now >= set.Ended + rules.Options.Remember)
        {
            Forget(set, page);
        }
        else
        {
            rules.Schedule(set, now, wasLookedAt: true);
        }
    }

    private void Forget(SharedSet set, SharedSetPage page)
    {
        // What is on its way needs its members still.
        if (page.HasEmissions(set.Row))
        {
            set.Row.LookAt = now + LookTimer.LongestSleep;
            return;
        }

        // From here on what comes begins a set as any other does, under a home of its own.
        (set.Phase, set.Row.IsLatest, set.Row.IsSpent) = (SetPhase.Forgotten, false, true);
        Sweep(set, page);
    }

    // A large set in pieces, so that others are not held up.
    private void Sweep(SharedSet set, SharedSetPage page)
    {
        if (page.RemoveMembers(set.Row, SharedRules.MembersAtOnce) == SharedRules.MembersAtOnce)
        {
            (set.Row.LookAt, _isMore) = (now, true);
            return;
        }

        set.Row.IsSpent = false;
        if (set.Phase == SetPhase.Forgotten)
            page.Remove(set.Row);
        (set.Row.Members, set.Row.Waiting) = (0, 0);
        rules.Schedule(set, now, wasLookedAt: true);
    }

    private void KeepLimits(SharedSetPage page)
    {
        foreach (var row in page.TakeBeyond(areOpen: true, (byte)SetPhase.Alerted, rules.Options.MaximumOpen, Most))
        {
            var set = rules.Wrap(row);
            if (set.IsOpen && row.LastMember > 0)
                rules.EndNow(set, now, page, _decisions);
            rules.Schedule(set, now);
            page.Put(row);
        }

        foreach (var row in page.TakeBeyond(areOpen: false, (byte)SetPhase.Alerted, rules.Options.MaximumRemembered, Most))
        {
            Forget(rules.Wrap(row), page);
            page.Put(row);
        }
    }
}
