using System.Runtime.InteropServices;
using Microsoft.Extensions.Logging;
using Windrow.Core.Binary;
using Windrow.Core.Deliveries;
using Windrow.Core.Errors;
using Windrow.Core.Messages;
using Windrow.Core.Plans;
using Windrow.Core.State;

namespace Windrow.Core.PlugIns.Collect;

/// <summary>
/// Gathers messages into sets and lets a set go when it is complete, quiet, or its deadline has come. With a state store a
/// member is settled when its row is durable, and what is decided leaves when the decision is; see decision 8. Without one
/// members are held with their deliveries until their set ends.
/// </summary>
internal sealed class CollectAction(CollectOptions options) : PlanAction
{
    private readonly MemberKeys _keys = new(options);
    private readonly Completeness _completeness = new(options);
    private readonly SetTable _sets = new(options.Tolerance);
    private readonly SortedDictionary<long, CollectedSet> _restored = [];
    private readonly List<int> _are = [];
    private ActionContext _context = null!;
    private KeptSets? _kept;
    private Departures _departures = null!;
    private LookTimer? _timer;
    private ILogger _log = null!;
    private long _lastNumber;
    private volatile bool _isClosed;

    // Deadlines reach the sets through the stage.
    public override bool Waits => true;

    public override bool HasOpenState => _sets.OpenCount > 0;

    // The ledger keeps the configuration, and gives back what was kept. Nothing waits for a checkpoint to be settled.
    public override bool Checkpoints => true;

    // A deadline may come between the checkpoint and the end of this instance.
    public override bool HandsOver => false;

    private DateTime Now => _context.Services.Time.GetUtcNow().UtcDateTime;

    public override void Start(ActionContext context)
    {
        _context = context;
        _log = context.Services.Logs.CreateLogger("windrow.collect");
        _departures = new Departures(options, context, Departed);
        if (context.Ledger is { } ledger)
            _kept = _departures.Kept = new KeptSets(context.Store, ledger, options, _departures.MayLeave);
        _timer = new LookTimer(context.Services.Time, () => Post(LookAtDue));
    }

    public override void Process(Message message, Output output)
    {
        if (_kept is not null)
            _kept.HasEnded = false;
        if (!_keys.TryRead(message, out var key, out var identity, out var failure))
        {
            output.Fail(message, failure!);
            return;
        }

        _are.Clear();
        options.Members.Find(message.Metadata, _are);
        if (_are.Count == 0 && options.IsClosedList)
        {
            Drop(message, output);
            return;
        }

        key = _sets.KeyOf(key);
        var (set, now) = (_sets.Find(key), Now);
        if ((set is not null && (set.Has(identity) || !TakesLate(set))) || _sets.WasIn(key, identity))
            Drop(message, output);
        else
            Take(message, key, identity, set, now, output);
    }

    public override void EndBatch(bool more, Output output) => _kept?.Submit();

    /// <summary>
    /// What came before the barrier is durable, and what was decided has left, before it goes on. At the end of the flow
    /// every set that is open ends as at its deadline.
    /// </summary>
    public override void Flush(Message flush, Output output)
    {
        var isLast = flush.Metadata.TryGetString("flushKind", out var kind) && kind is "close-connection" or "end-of-simulation";
        while (isLast && _sets.OldestOpen is { } oldest)
            EndNow(oldest, output);
        if (_kept is not null)
        {
            _kept.Wait(_context.Stopping);
            _departures.LeaveAll(output);
            _kept.Submit();
            _kept.HasEnded = isLast;
        }

        output.Emit(flush);
    }

    public override void Restore(string key, ReadOnlySpan<byte> state, StoredFormats formats)
    {
        if (!MemberRow.TrySplit(key, out var ofSet, out var number))
            throw new CorruptDataException($"a member with the number '{key}'");
        if (number == 0)
        {
            var set = SetRow.Read(ofSet, state, options.Members, formats);
            _restored.Add(set.Number, set);
            _lastNumber = Math.Max(_lastNumber, set.Number);
            _kept!.WasRestored();
            return;
        }

        // Rows come in the order of their keys, so that of the set was the last before those of its members.
        var of = _restored.GetValueOrDefault(_lastNumber);
        if (of is null || !ofSet.SequenceEqual(SetRow.KeyOf(of)))
            throw new CorruptDataException("a member of no set");
        var member = _kept!.ReadMember(state, out var are);
        of.Add(member.Identity, CollectionsMarshal.AsSpan(are), member.Came);
        of.LastMember = number;
    }

    public override bool MayForget(string key, ReadOnlySpan<byte> state) =>
        key.Contains('/', StringComparison.Ordinal) || SetRow.IsDone(state);

    public override void Open()
    {
        foreach (var set in _restored.Values)
        {
            _sets.Add(set);
            _departures.MayLeave(set.Due);
        }

        if (_restored.Count > 0)
            Post(TakeUp);
    }

    public override void Close()
    {
        _isClosed = true;
        _timer?.Stop();
        _departures.Close();
    }

    // A set that was given up has no members any more that a late one could be added to.
    private bool TakesLate(CollectedSet set) =>
        set.IsOpen || options.Late == LatePolicy.NewSet || (options.Late == LatePolicy.Amend && set.Phase == SetPhase.Emitted);

    private void Take(Message message, Metadata key, MessageId identity, CollectedSet? set, DateTime now, Output output)
    {
        var isNew = set is null || (!set.IsOpen && options.Late == LatePolicy.NewSet);
        if (isNew)
        {
            while (_sets.OpenCount >= options.MaximumOpen)
            {
                CollectLog.TooMany(_log, _context.Path, options.MaximumOpen);
                EndNow(_sets.OldestOpen!, output);
            }

            set = new CollectedSet(_lastNumber + 1, key, options.Members) { Began = now, Last = now };
        }

        var are = CollectionsMarshal.AsSpan(_are);
        if (_kept is null)
        {
            output.Hold(message);
            set!.Held.Add(new HeldMember(message, [.. _are]));
        }
        else if (!TryKeep(set!, identity, message, are, now, output))
        {
            return;
        }

        set!.LastMember++;
        set.Add(identity, are, now);
        if (isNew)
        {
            _lastNumber++;
            _sets.Add(set);
            _kept?.Put(set);
        }
        else if (!set.IsOpen)
        {
            set.Reopen(now);
            _sets.Move(set);
            _kept?.Put(set);
        }

        Judge(set, now, output);
    }

    private bool TryKeep(CollectedSet set, MessageId identity, Message message, ReadOnlySpan<int> are, DateTime now, Output output)
    {
        try
        {
            _kept!.Add(set, set.LastMember + 1, identity, message, are, now);
        }
        catch (NotSupportedException exception)
        {
            output.Fail(message, Failure.Permanent(exception.Message));
            return false;
        }
        catch (StateException exception)
        {
            output.Fail(message, Failure.From(exception));
            return false;
        }

        output.AbsorbWhenDurable(message);
        return true;
    }

    // What it repeats, or is late for, may not be durable yet; the source is told about both together.
    private void Drop(Message message, Output output)
    {
        if (_kept is null)
        {
            output.Drop(message);
            return;
        }

        output.DropWhenDurable(message);
        _kept.SettleAfter(message, Outcome.Dropped);
    }

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
            LetGoOfMembers(emission.Set);
            return;
        }

        emission.Set.Due.Add(emission);
        _kept.Put(emission.Set);
        _kept.Decide(emission);
    }

    // All that was made of the emission is done.
    private void Departed(Emission emission)
    {
        var set = emission.Set;
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
        if (!isSpent || set.Due.Count > 0 || set.Count == 0)
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
    }

    private void LookAtDue(Output output)
    {
        _timer!.WasHeard();
        var now = Now;
        while (_sets.TryTakeDue(now, out var set))
        {
            if (set.IsOpen)
                Judge(set, now, output);
            else if (set.Due.Count == 0 && now >= set.Ended + options.Remember)
                Forget(set);
            else
                _sets.Schedule(set, set.Due.Count == 0 ? set.Ended + options.Remember : now + LookTimer.LongestSleep);
        }

        Wake(now);
    }

    private void Wake(DateTime now) => _timer!.WakeAt(_sets.NextLook, now);

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
