using Windrow.Core.Messages;
using Windrow.Core.State.Sets;

namespace Windrow.Core.PlugIns.Collect.Shared;

/// <summary>Puts together what the rows of a set tell about it that all processes have in common.</summary>
internal sealed class SharedCollectionBuilder(string plan, string action, CollectOptions options, SharedRules rules, Func<Metadata, bool> wants)
{
    private const int Page = 1_000;

    public StoredCollection Build(ISharedSetReader sets, SharedSetRow row, IEnumerable<SharedEmissionRow> emissions, DateTime now)
    {
        var set = rules.Wrap(row);
        foreach (var each in emissions)
            set.Due.Add(new Emission(set, each.Revision, each.UpTo, each.IsComplete, each.IsAlert));
        var members = wants(set.Key) ? Members(sets, row) : [];
        return StoredCollection.Of(plan, action, options, set, now, hasMembers: set.IsOpen || row.Members > 0, IsMissing(set)) with { Members = members, IsShared = true };
    }

    private List<StoredMember> Members(ISharedSetReader sets, SharedSetRow row)
    {
        var members = new List<StoredMember>();
        var are = new List<int>();
        for (var page = sets.ReadMembers(row.Number, 0, Page); page.Count > 0; page = sets.ReadMembers(row.Number, page[^1].Number, Page))
        {
            foreach (var each in page)
            {
                are.Clear();
                members.Add(StoredMember.Of(MemberRow.Read(each.Value, options, are), each.Number, are, options, rules.Formats));
            }
        }

        return members;
    }

    private static Func<int, bool> IsMissing(SharedSet set) => member => !set.IsIn(member);
}
