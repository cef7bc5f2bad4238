using Windrow.Core.PlugIns.Collect.News;
using Windrow.Core.State.Sets;

namespace Windrow.Core.PlugIns.Collect.Shared;

/// <summary>Takes members into the sets of one transaction, and what is told of them. For the store's thread.</summary>
internal sealed class SharedTaking(SharedRules rules)
{
    private readonly Dictionary<long, SharedSet> _sets = [];

    public SharedDecisions Decisions { get; } = new();

    public void Begin()
    {
        Decisions.Clear();
        _sets.Clear();
    }

    /// <summary>Notes when the sets are to be looked at.</summary>
    public void End()
    {
        foreach (var set in _sets.Values)
            Decisions.Note(set.Row);
    }

    /// <returns>Whether a set took it.</returns>
    public bool Take(SharedMember member, SharedSetPage page)
    {
        var row = page.Latest(member.Arrival.KeyId);
        var set = Of(row);
        var known = page.Member(row.Home, member.Arrival.Identity);
        if (known is null)
        {
            if (row.LastMember > 0 && !rules.TakesLate(set))
            {
                Decisions.Late.Add((set.Number, member.Id, set.Key, set.Phase == SetPhase.Emitted, set.Ended));
                return false;
            }
        }
        else if (known.IsReady)
        {
            return false;
        }
        else if (known.Set != row.Number || !rules.TakesMore(set))
        {
            // It did not count when its set left, so it is late now.
            if (rules.Options.Late != LatePolicy.NewSet)
                return false;
        }

        if (row.LastMember > 0 && !set.IsOpen && rules.Options.Late == LatePolicy.NewSet)
            set = Of(row = page.BeginNext(row));
        var facts = known is not null ? rules.Join(known, member.Facts)
            : rules.Options.TakesNews ? rules.Join(page.News(member.Arrival.Identity), member.Key, member.Facts, page)
            : member.Facts;
        Put(set, known, member.Came, page, number => new SharedMemberRow(row.Home, member.Arrival.Identity, row.Number, number, facts.IsReady, rules.Write(member, facts), member.Payload), member.Are, facts.IsReady, member.Expected);
        return true;
    }

    /// <returns>Whether it was new.</returns>
    public bool Hear(SharedTold told, SharedSetPage page)
    {
        var members = page.Waiting(told.Identity);
        var isNew = false;
        var isUsed = false;
        foreach (var member in members)
        {
            if (page.Find(member.Set) is not { } row || !MemberNews.IsOf(told.Part, Of(row).Key))
                continue;
            isUsed = true;
            isNew |= TryTell(member, row, told, page);
        }

        var before = page.News(told.Identity).FirstOrDefault(news => news.PartId == told.PartId);
        if (rules.Join(before, told) is not { } after)
            return isNew;
        page.Put(after with { IsUsed = after.IsUsed || isUsed });
        return true;
    }

    private bool TryTell(SharedMemberRow member, SharedSetRow row, SharedTold told, SharedSetPage page)
    {
        var set = Of(row);
        var isLate = !rules.TakesMore(set);
        if (isLate && (rules.Options.Late != LatePolicy.NewSet || set.Phase == SetPhase.Forgotten))
            return false;
        if (rules.Tell(member, told.Known, out var facts, out var are) is not { } value)
            return false;
        if (isLate)
        {
            var latest = page.LatestOrNone(row.KeyId);
            set = Of(row = latest is not null && Of(latest).IsOpen ? latest : page.BeginNext(latest ?? row));
        }

        Put(set, member, told.Came, page, number => member with { Set = row.Number, Number = number, IsReady = facts.IsReady, Value = value }, are, facts.IsReady, expected: null);
        return true;
    }

    private void Put(SharedSet set, SharedMemberRow? known, DateTime came, SharedSetPage page, Func<int, SharedMemberRow> rowOf, int[] are, bool isReady, long? expected)
    {
        if (set.LastMember == 0)
        {
            (set.Began, set.Last) = (came, came);
            Decisions.Begun++;
        }

        page.Put(rowOf(++set.LastMember));
        if (known is not null)
            Leave(known, page);
        if (isReady)
            set.Add(are, came);
        else
            set.Wait(came);
        set.Expected = expected ?? set.Expected;
        if (!set.IsOpen && isReady)
            set.Reopen(came);
        rules.Judge(set, came, page, Decisions);
        rules.Schedule(set, came);
        page.Put(set.Row);
    }

    // What it was known as before; a set that is over and was not taken is asked for no number any more.
    private static void Leave(SharedMemberRow known, SharedSetPage page)
    {
        if (page.Find(known.Set) is not { } row)
            return;
        row.Waiting--;
        page.Put(row);
    }

    private SharedSet Of(SharedSetRow row)
    {
        if (!_sets.TryGetValue(row.Number, out var set))
            _sets.Add(row.Number, set = rules.Wrap(row));
        return set;
    }
}
