using Windrow.Core.Binary;
using Windrow.Core.Messages;
using Windrow.Core.PlugIns.Collect.News;
using Windrow.Core.State.Sets;

namespace Windrow.Core.PlugIns.Collect.Shared;

/// <summary>What becomes of sets that all processes of the flow have in common: the same as of sets of one process, decided on rows.</summary>
internal sealed class SharedRules(CollectOptions options, StoredFormats formats, MemberReading reading)
{
    /// <summary>How many members of a set are removed in one transaction.</summary>
    public const int MembersAtOnce = 2_000;

    private readonly Completeness _completeness = new(options);
    private readonly ByteWriter _writer = new();
    private readonly List<int> _are = [];

    public CollectOptions Options => options;

    public StoredFormats Formats => formats;

    public SharedSet Wrap(SharedSetRow row) => new(row, KeyOf(row.Key), options.Members);

    public Metadata KeyOf(byte[] key)
    {
        var reader = new ByteReader(key);
        return MetadataBinary.Read(ref reader, formats);
    }

    /// <summary>Whether a set takes what comes when it is over.</summary>
    public bool TakesLate(SetState set) =>
        set.IsOpen || options.Late == LatePolicy.NewSet || (options.Late == LatePolicy.Amend && set.Phase == SetPhase.Emitted);

    /// <summary>Whether a set takes more about a member of its own that does not count yet.</summary>
    public bool TakesMore(SetState set) => set.IsOpen || (options.Late == LatePolicy.Amend && set.Phase == SetPhase.Emitted);

    /// <summary>What is known of a member when something new comes for it.</summary>
    public MemberFacts Join(SharedMemberRow known, in MemberFacts now)
    {
        _are.Clear();
        return reading.Join(MemberRow.Read(known.Value, options, _are).Facts.Known, now);
    }

    /// <summary>What is known of a member that comes to a set, with what was told of it before; see <see cref="NewsTable.Join"/>.</summary>
    public MemberFacts Join(IReadOnlyList<SharedNewsRow> news, Metadata key, MemberFacts facts, SharedSetPage page)
    {
        foreach (var each in news)
        {
            if (!MemberNews.IsOf(KeyOf(each.Part), key))
                continue;
            facts = reading.Hear(facts, KeyOf(each.Known));
            if (!each.IsUsed)
                page.Put(each with { IsUsed = true });
        }

        return facts;
    }

    /// <summary>What was told of a member, with what is told now; null: all of it is known.</summary>
    public SharedNewsRow? Join(SharedNewsRow? before, SharedTold told)
    {
        if (before is null)
            return new SharedNewsRow(told.Identity, told.PartId, BytesOf(told.Part), BytesOf(told.Known), told.Came, IsUsed: false);
        var known = KeyOf(before.Known);
        var joined = reading.Hear(new MemberFacts(false, known, null), told.Known).Known;
        return joined.Equals(known) ? null : before with { Known = BytesOf(joined), Last = told.Came };
    }

    /// <summary>The row of a member that does not count yet, with what is told of it now; null: all of it is known.</summary>
    /// <param name="facts">What is known of it then.</param>
    /// <param name="are">The numbers of the listed members that it is.</param>
    public byte[]? Tell(SharedMemberRow member, Metadata told, out MemberFacts facts, out int[] are)
    {
        _are.Clear();
        var row = MemberRow.Read(member.Value, options, _are);
        are = [.. _are];
        facts = reading.Hear(row.Facts, told);
        if (facts.Known.Equals(row.Facts.Known))
            return null;
        _writer.Clear();
        MemberRow.WriteHead(_writer, options, row.Identity, row.Id, row.Came, are, facts);
        _writer.Append(row.Rest());
        return _writer.Written.ToArray();
    }

    /// <summary>The row of a member. For the store's thread.</summary>
    public byte[] Write(SharedMember member, in MemberFacts facts)
    {
        _writer.Clear();
        MemberRow.WriteHead(_writer, options, member.Arrival.Identity, member.Id, member.Came, member.Are, facts);
        _writer.Append(member.Rest);
        return _writer.Written.ToArray();
    }

    /// <summary>Whether nothing needs the members of a set any more that is over, once nothing of it is on its way.</summary>
    public bool IsSpent(SetState set) =>
        set.Phase == SetPhase.Emitted ? options.Late == LatePolicy.Ignore : set.Phase == SetPhase.Dropped && options.Late != LatePolicy.NewSet;

    public void Judge(SharedSet set, DateTime now, SharedSetPage page, SharedDecisions decisions) => Carry(_completeness.Judge(set, now), set, now, page, decisions);

    /// <summary>Ends a set that is open as at its deadline. An alert tells that the set waits on, which it cannot here.</summary>
    public void EndNow(SharedSet set, DateTime now, SharedSetPage page, SharedDecisions decisions)
    {
        var verdict = set.Phase == SetPhase.Alerted ? Verdict.Drop : _completeness.AtDeadline(set);
        Carry(verdict, set, now, page, decisions);
        if (verdict == Verdict.Alert)
            Carry(Verdict.Drop, set, now, page, decisions);
    }

    /// <summary>Lets a set leave as it is.</summary>
    public void Fire(SharedSet set, DateTime now, SharedSetPage page, SharedDecisions decisions) => Carry(Verdict.Emit, set, now, page, decisions);

    /// <summary>Gives a set up.</summary>
    public void Drop(SharedSet set, DateTime now, SharedSetPage page, SharedDecisions decisions) => Carry(Verdict.Drop, set, now, page, decisions);

    /// <summary>Notes when the set is to be looked at. A later time than the noted one is found out then.</summary>
    public void Schedule(SharedSet set, DateTime now, bool wasLookedAt = false)
    {
        var next = set.Row.IsSpent ? now : _completeness.NextLook(set, now);
        if (wasLookedAt || next < set.Row.LookAt)
            set.Row.LookAt = next;
    }

    private byte[] BytesOf(Metadata metadata)
    {
        _writer.Clear();
        MetadataBinary.Write(_writer, metadata);
        return _writer.Written.ToArray();
    }

    private void Carry(Verdict verdict, SharedSet set, DateTime now, SharedSetPage page, SharedDecisions decisions)
    {
        switch (verdict)
        {
            case Verdict.Emit:
                set.Revision++;
                set.End(SetPhase.Emitted, now);
                Decide(set, _completeness.IsComplete(set, now), isAlert: false, page, decisions);
                break;
            case Verdict.Alert:
                set.Phase = SetPhase.Alerted;
                Decide(set, isComplete: false, isAlert: true, page, decisions);
                break;
            case Verdict.Drop:
                decisions.Dropped.Add((set.Key, set.Count, set.Missing(Tier.Critical) + set.Missing(Tier.Wanted) + set.Missing(Tier.All)));
                set.End(SetPhase.Dropped, now);

                // What is on its way, as an alert is, needs the members still.
                set.Row.IsSpent = IsSpent(set) && !decisions.HasAlert(set) && !page.HasEmissions(set.Row);
                break;
        }
    }

    private static void Decide(SharedSet set, bool isComplete, bool isAlert, SharedSetPage page, SharedDecisions decisions)
    {
        var row = new SharedEmissionRow(set.Number, set.Row.KeyId, set.Row.Key, set.Revision, isAlert, set.LastMember, isComplete);
        page.Put(row, decisions.AreMine);
        decisions.Emitted.Add((row, set.Key));
    }
}
