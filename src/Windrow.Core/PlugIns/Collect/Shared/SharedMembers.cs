using System.Globalization;
using Windrow.Core.Messages;
using Windrow.Core.State;

namespace Windrow.Core.PlugIns.Collect.Shared;

/// <summary>The members of sets that are to leave, as the store has them for all processes.</summary>
internal sealed class SharedMembers(FlowStore store, CollectOptions options) : IMemberRows
{
    private const int Page = 1_000;

    private readonly List<int> _are = [];

    public bool ReadNext(Emission emission, Action<byte[]> take)
    {
        var after = emission.After.Length > 0 ? int.Parse(emission.After, CultureInfo.InvariantCulture) : 0;
        var page = store.Open().SharedSets!.ReadMembers(emission.Set.Number, after, Page);
        foreach (var member in page)
        {
            if (member.Number > emission.UpTo)
                return false;
            emission.After = member.Number.ToString(CultureInfo.InvariantCulture);
            take(member.Value);
        }

        return page.Count == Page && page[^1].Number < emission.UpTo;
    }

    public MemberRow ReadMember(ReadOnlySpan<byte> state, out List<int> are)
    {
        _are.Clear();
        are = _are;
        return MemberRow.Read(state, options, _are);
    }

    public Message ReadMessage(MemberRow row) => row.ReadMessage(store.Messages);
}
