using Windrow.Core.Messages;
using Windrow.Core.Plans;

namespace Windrow.Core.PlugIns.Collect;

/// <content>Judges the sets of this process, and ends them.</content>
internal sealed partial class CollectAction
{
    private void Judge(CollectedSet set, DateTime now, Output output)
    {
        Carry(_completeness.Judge(set, now), set, now, output);
        if (set.Place is not null && _sets.Schedule(set, _completeness.NextLook(set, now)))
            Wake(now);
    }

    private void Carry(Verdict verdict, CollectedSet set, DateTime now, Output output)
    {
        switch (verdict)
        {
            case Verdict.Emit:
                set.Revision++;
                End(set, SetPhase.Emitted, now);
                Decide(new Emission(set, set.Revision, set.LastMember, _completeness.IsComplete(set, now), isAlert: false), output);
                break;
            case Verdict.Alert:
                set.Phase = SetPhase.Alerted;
                Decide(new Emission(set, set.Revision, set.LastMember, isComplete: false, isAlert: true), output);
                break;
            case Verdict.EmitEarly:
                set.Phase = SetPhase.Early;
                Decide(new Emission(set, revision: 0, set.LastMember, isComplete: false, isAlert: false), output);
                break;
            case Verdict.Drop:
                CollectLog.Dropped(_log, _context.Path, set.Key, set.Count, set.Missing(Tier.Critical) + set.Missing(Tier.Wanted) + set.Missing(Tier.All));
                End(set, SetPhase.Dropped, now);
                _kept?.Put(set);
                Departures.DropHeld(set, output);
                LetGoOfMembers(set);
                break;
        }
    }

    // An alert tells that the set waits on, which it cannot here.
    private void EndNow(CollectedSet set, Output output)
    {
        var now = Now;
        var verdict = set.Phase == SetPhase.Alerted ? Verdict.Drop : _completeness.AtDeadline(set);
        Carry(verdict, set, now, output);
        if (verdict == Verdict.Alert)
            Carry(Verdict.Drop, set, now, output);
        if (_sets.Schedule(set, _completeness.NextLook(set, now)))
            Wake(now);
    }

    private void End(CollectedSet set, SetPhase phase, DateTime now)
    {
        set.End(phase, now);
        _sets.Move(set);
        if (_sets.OverCount > options.MaximumRemembered && _sets.Over.First() is { Due.Count: 0 } oldest)
            Forget(oldest);
    }

    private void Decide(Emission emission, Output output)
    {
        if (_kept is null)
        {
            _departures.LeaveHeld(emission, output);
            LetGoOfMembers((CollectedSet)emission.Set);
            return;
        }

        emission.Set.Due.Add(emission);
        _kept.Put((CollectedSet)emission.Set);
        _kept.Decide(emission);
    }

    // All that was made of the emission is done.
    private void Departed(Emission emission)
    {
        if (_shared is not null)
        {
            _shared.Departed(emission);
            return;
        }

        var set = (CollectedSet)emission.Set;
        set.Due.Remove(emission);
        if (set.Place is null)
            return;
        _kept!.Put(set);
        _kept.Close(emission.Delivery!);
        LetGoOfMembers(set);
    }

    // The members of a set that cannot be emitted again, and whose repetition need not be told from what is late.
    private void LetGoOfMembers(CollectedSet set)
    {
        var isSpent = set.Phase == SetPhase.Emitted ? options.Late == LatePolicy.Ignore : set.Phase == SetPhase.Dropped && options.Late != LatePolicy.NewSet;
        if (!isSpent || set.Due.Count > 0 || set.Identities.Count == 0)
            return;
        _kept?.RemoveMembers(set);
        set.ForgetMembers();
    }

    private void Forget(CollectedSet set)
    {
        _kept?.Remove(set);
        _sets.Forget(set);
    }

    private void TakeUp(Output output)
    {
        var now = Now;
        foreach (var set in _restored.Values)
        {
            LetGoOfMembers(set);
            Judge(set, now, output);
        }

        _restored.Clear();
        _departures.Leave(output);
        _kept!.Submit();
        Wake(now);
    }

    private void LookAtDue(Output output)
    {
        _timer!.WasHeard();
        var now = Now;
        while (_sets.TryTakeDue(now, out var set))
        {
            if (set.IsOpen)
            {
                set.Expected = _expected?.Of(set.Key, Metadata.Empty, now) ?? set.Expected;
                Judge(set, now, output);
            }
            else if (set.Due.Count == 0 && now >= set.Ended + options.Remember)
                Forget(set);
            else
                _sets.Schedule(set, set.Due.Count == 0 ? set.Ended + options.Remember : now + LookTimer.LongestSleep);
        }

        ForgetNews(isAll: false, output);
        Wake(now);
    }

    private void Wake(DateTime now)
    {
        _timer!.WakeAt(_sets.NextLook, now);
        if (_news is not null)
            _timer.WakeAt(_news.NextEnd, now);
    }

    private void Post(Action<Output> work)
    {
        if (!_isClosed)
            _context.Post(output =>
            {
                if (!_isClosed)
                    work(output);
            });
    }
}
