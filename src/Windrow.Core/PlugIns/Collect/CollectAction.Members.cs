using System.Runtime.InteropServices;
using Windrow.Core.Deliveries;
using Windrow.Core.Errors;
using Windrow.Core.Messages;
using Windrow.Core.Plans;
using Windrow.Core.State;

namespace Windrow.Core.PlugIns.Collect;

/// <content>Takes members into the sets of this process.</content>
internal sealed partial class CollectAction
{
    // A set that was given up has no members any more that a late one could be added to.
    private bool TakesLate(CollectedSet set) =>
        set.IsOpen || options.Late == LatePolicy.NewSet || (options.Late == LatePolicy.Amend && set.Phase == SetPhase.Emitted);

    // A member that is known and does not count yet is of this set and no other.
    private bool TakesMore(CollectedSet set) => set.IsOpen || (options.Late == LatePolicy.Amend && set.Phase == SetPhase.Emitted);

    private void TakeOwn(Message message, Metadata key, MessageId identity, in MemberFacts facts, Output output)
    {
        var set = _sets.Find(key);
        var (of, waiting) = FindWaiting(set, key, identity);
        if (waiting is null)
        {
            if ((set is not null && (set.Has(identity) || !TakesLate(set))) || _sets.WasIn(key, identity))
            {
                if (set is { IsOpen: false } && !set.Has(identity) && !set.AreIn(_are))
                    TellLate(set, message, output);
                Drop(message, output);
            }
            else
                Take(message, key, identity, set, null, _news?.Join(identity, key, facts) ?? facts, output);
        }
        else if (TakesMore(of!))
        {
            Take(message, key, identity, of, waiting, _reading.Join(waiting.Known, facts), output);
        }
        else if (options.Late == LatePolicy.NewSet)
        {
            // It is late, as one is that comes for the first time.
            if (!Take(message, key, identity, set, null, _reading.Join(waiting.Known, facts), output))
                return;
            _kept?.Remove(of!, waiting);
            TakeOut(of!, identity);
        }
        else
        {
            Drop(message, output);
        }
    }

    // Without 'ready-when' all members count.
    private (CollectedSet? Set, WaitingMember? Member) FindWaiting(CollectedSet? set, Metadata key, MessageId identity)
    {
        var of = set?.FindWaiting(identity) is not null ? set : _waiting?.Find(identity, key);
        return (of, of?.FindWaiting(identity));
    }

    private bool Take(Message message, Metadata key, MessageId identity, CollectedSet? set, WaitingMember? waiting, in MemberFacts facts, Output output)
    {
        var now = Now;
        var isNew = set is null || (!set.IsOpen && waiting is null && options.Late == LatePolicy.NewSet);
        if (isNew)
            set = NewSet(key, now, output);
        var told = _expected?.Of(key, message.Metadata, now) ?? set!.Expected;
        var are = CollectionsMarshal.AsSpan(_are);
        HeldMember? held = null;
        if (_kept is null)
            held = Hold(set!, message, waiting, facts, output);
        else if (!TryKeep(set!, identity, message, waiting, facts, now, output))
            return false;
        set!.LastMember++;
        if (facts.IsReady)
            set.Add(identity, are, now);
        else
            set.Add(identity, new WaitingMember(set.LastMember, set.LastMember, message.Id, [.. _are], facts.Known, held), now);
        var isChanged = isNew || told != set.Expected;
        set.Expected = told;
        Took(set, isNew, facts.IsReady, isChanged, now, output);
        return true;
    }

    private CollectedSet NewSet(Metadata key, DateTime now, Output output)
    {
        while (_sets.OpenCount >= options.MaximumOpen)
        {
            CollectLog.TooMany(_log, _context.Path, options.MaximumOpen);
            EndNow(_sets.OldestOpen!, output);
        }

        return new CollectedSet(_lastNumber + 1, key, options.Members) { Began = now, Last = now, Index = _waiting };
    }

    // A set has got a member, or one of it counts.
    private void Took(CollectedSet set, bool isNew, bool isReady, bool isChanged, DateTime now, Output output)
    {
        if (isNew)
        {
            _lastNumber++;
            _sets.Add(set);
        }
        else if (!set.IsOpen && isReady)
        {
            set.Reopen(now);
            _sets.Move(set);
            isChanged = true;
        }

        if (isChanged)
            _kept?.Put(set);
        Judge(set, now, output);
    }

    private HeldMember Hold(CollectedSet set, Message message, WaitingMember? waiting, in MemberFacts facts, Output output)
    {
        output.Hold(message);
        var held = new HeldMember(message, [.. _are], facts.Entry);
        if (facts.IsReady)
            set.Held.Add(held);

        // What it takes the place of.
        if (waiting?.Held is { } before)
            output.Absorb(before.Message);
        return held;
    }

    private bool TryKeep(CollectedSet set, MessageId identity, Message message, WaitingMember? waiting, in MemberFacts facts, DateTime now, Output output)
    {
        try
        {
            _kept!.Add(set, set.LastMember + 1, identity, message, CollectionsMarshal.AsSpan(_are), facts, now);
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

        // A row of its own, as what was decided before is of the rows up to then.
        if (waiting is not null)
            _kept.Remove(set, waiting);
        output.AbsorbWhenDurable(message);
        return true;
    }

    // Once for each set: of one that left at its deadline a hundred may come.
    private void TellLate(CollectedSet set, Message message, Output output)
    {
        output.CountLate(1);
        if (set.IsLateTold)
            return;
        set.IsLateTold = true;
        CollectLog.Late(_log, _context.Path, _keys.NameOf(message), set.Key, set.Phase == SetPhase.Emitted, set.Ended);
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
}
