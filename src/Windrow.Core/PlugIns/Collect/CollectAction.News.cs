using Windrow.Core.Binary;
using Windrow.Core.Deliveries;
using Windrow.Core.Errors;
using Windrow.Core.Messages;
using Windrow.Core.Plans;
using Windrow.Core.State;

namespace Windrow.Core.PlugIns.Collect;

/// <content>What is told of members, without the key of a set, by messages that have only what tells members apart.</content>
internal sealed partial class CollectAction
{
    private readonly List<CollectedSet> _meant = [];

    private void Hear(Message message, Metadata part, MessageId identity, Output output)
    {
        var told = _reading.Asked(message.Metadata);
        if (told.Count == 0)
        {
            // It tells what no condition asks for.
            Drop(message, output);
            return;
        }

        if (_shared is not null)
        {
            _shared.Hear(message, part, identity, told, output);
            return;
        }

        var now = Now;
        var news = _news!.Add(identity, part, told, now);
        _meant.Clear();
        _waiting!.Find(identity, part, _meant);
        if (news is not null)
        {
            news.IsUsed |= _meant.Count > 0;
            _kept?.Put(news);
        }

        var isKnown = news is null;
        try
        {
            foreach (var set in _meant)
                isKnown &= !TryTell(set, identity, told, now, output);
        }
        catch (Exception exception) when (exception is StateException or CorruptDataException)
        {
            output.Fail(message, Failure.From(exception));
            return;
        }

        if (isKnown)
            Drop(message, output);
        else
            Absorb(message, output);
        ForgetNews(isAll: false, output);
        Wake(now);
    }

    // Whether it is new to the set.
    private bool TryTell(CollectedSet set, MessageId identity, Metadata told, DateTime now, Output output)
    {
        if (set.FindWaiting(identity) is not { } member)
            return false;
        var facts = _reading.Hear(new MemberFacts(false, member.Known, null), told);
        if (facts.Known.Equals(member.Known))
            return false;
        if (TakesMore(set))
        {
            _kept?.Tell(set, set.LastMember + 1, identity, member, facts, now);
            Count(set, member, identity, facts, now);
            Took(set, isNew: false, facts.IsReady, isChanged: false, now, output);
            return true;
        }

        if (options.Late != LatePolicy.NewSet)
            return false;

        // It is late, as a member is that comes now.
        var latest = _sets.Find(set.Key);
        var isNew = latest is not { IsOpen: true };
        var next = isNew ? NewSet(set.Key, now, output) : latest!;
        _kept?.Move(set, member, next, next.LastMember + 1, identity, facts, now, _context.Stopping);
        if (isNew)
            next.Expected = _expected?.Of(set.Key, Metadata.Empty, now) ?? set.Expected;
        Count(next, member with { Row = next.LastMember + 1 }, identity, facts, now);
        Took(next, isNew, facts.IsReady, isNew, now, output);
        TakeOut(set, identity);
        return true;
    }

    private static void Count(CollectedSet set, WaitingMember member, MessageId identity, in MemberFacts facts, DateTime now)
    {
        set.LastMember++;
        if (!facts.IsReady)
        {
            set.Add(identity, member with { Number = set.LastMember, Known = facts.Known }, now);
            return;
        }

        set.Add(identity, member.Are, now);
        if (member.Held is { } held)
            set.Held.Add(held);
    }

    private void TakeOut(CollectedSet set, MessageId identity)
    {
        set.Remove(identity);
        _sets.WasNotIn(set.Key, identity);
    }

    private void Absorb(Message message, Output output)
    {
        if (_kept is null)
        {
            output.Absorb(message);
            return;
        }

        output.AbsorbWhenDurable(message);
        _kept.SettleAfter(message, Outcome.Absorbed);
    }

    private void ForgetNews(bool isAll, Output output)
    {
        var now = isAll ? DateTime.MaxValue : Now;
        var unused = 0;
        while (_news is not null && _news.TryTakeOld(now, out var news))
        {
            _kept?.Remove(news);
            unused += news.IsUsed ? 0 : 1;
        }

        if (unused == 0)
            return;
        CollectLog.NoMembers(_log, _context.Path, unused);
        output.Count(0, unused);
    }
}
