using Windrow.Core.Messages;

namespace Windrow.Core.PlugIns.Collect.Shared;

/// <content>Looks at sets whose time has come.</content>
internal sealed partial class SharedCollection
{
    private readonly HashSet<long> _lateTold = [];

    /// <summary>Sets were looked at.</summary>
    public void Looked(SharedDecisions decisions, bool isMore)
    {
        Tell(decisions);
        Volatile.Write(ref _isLooking, 0);
        Post(_ =>
        {
            if (isMore)
                SubmitLook(checksLimits: false);
            else
                LookNow();
        });
    }

    /// <summary>Sets could not be looked at, which is tried again.</summary>
    public void NotLooked()
    {
        Volatile.Write(ref _isLooking, 0);
        Post(_ => _timer.WakeAt(Now + LongestSleep, Now));
    }

    /// <summary>Looks whether a set is due, and sees to it that it is looked at. On any thread.</summary>
    public void Look() => Post(_ => LookNow());

    private void LookNow()
    {
        _timer.WasHeard();
        var now = Now;
        var outlook = Sets.Outlook(_scope, now);
        if (outlook is not null && (outlook.IsLeft || outlook.Next <= now || (_options.TakesNews && now >= _forgetsNewsAt)))
            SubmitLook(checksLimits: false);
        else
            _timer.WakeAt(outlook?.Next is { } next && next < now + LongestSleep ? next : now + LongestSleep, now);
    }

    private void SubmitLook(bool checksLimits, bool withOwn = false)
    {
        if (checksLimits)
            (_begun, _room) = (0, Room());
        else if (Interlocked.Exchange(ref _isLooking, 1) == 1)
            return;
        var write = new LookWrite(_scope, _rules, this, Now, checksLimits) { Expected = withOwn ? [] : Ask(), WithOwn = withOwn, ForgetsNewsBefore = withOwn ? null : ForgetsNewsBefore() };
        _last = write.Done;
        _context.Store.Submit(write);
    }

    // Outside of the transaction, as it may take its time.
    private Dictionary<long, long> Ask()
    {
        var told = new Dictionary<long, long>();
        if (_expected is null)
            return told;
        foreach (var set in Sets.ReadDue(_scope, Now, LookWrite.Most))
        {
            if (_expected.Of(_rules.KeyOf(set.Key), Metadata.Empty, Now) is { } number)
                told[set.Number] = number;
        }

        return told;
    }

    // Counting the open sets costs more than a member, so it is done seldom while there are few.
    private int Room()
    {
        var open = Sets.CountOpen(_scope, (byte)SetPhase.Alerted) ?? 0;
        return (int)Math.Clamp((_options.MaximumOpen - open) / 8, 0, 1_000);
    }

    private void Tell(SharedDecisions decisions)
    {
        foreach (var (key, count, missing) in decisions.Dropped)
            CollectLog.Dropped(_log, _context.Path, key, count, missing);
        foreach (var (set, member, key, hasLeft, at) in decisions.Late)
        {
            // Once for each set, as far as that is remembered.
            if (_lateTold.Count >= MostKeys)
                _lateTold.Clear();
            if (_lateTold.Add(set))
                CollectLog.Late(_log, _context.Path, member.ToString(), key, hasLeft, at);
        }

        MayLeave(decisions.Emitted);
    }
}
