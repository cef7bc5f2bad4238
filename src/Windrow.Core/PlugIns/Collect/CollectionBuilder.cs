using Windrow.Core.Binary;
using Windrow.Core.Messages;

namespace Windrow.Core.PlugIns.Collect;

/// <summary>Puts together what the rows of one set tell about it.</summary>
internal sealed class CollectionBuilder(string plan, string action, CollectOptions options, CollectedSet set, Func<Metadata, bool> wants, StoredFormats formats)
{
    private readonly bool _wantsMembers = wants(set.Key);
    private readonly bool[] _isIn = new bool[options.Members.Count];
    private readonly List<StoredMember> _members = [];
    private readonly Dictionary<int, int> _places = []; // among the members, by the numbers of their rows
    private readonly List<int> _are = [];

    // A set that is removed while it is read may leave rows of members behind.
    public bool IsOf(ReadOnlySpan<char> key) => key.SequenceEqual(SetRow.KeyOf(set.Number));

    /// <exception cref="CorruptDataException">The row is no member.</exception>
    public void Add(int number, ReadOnlySpan<byte> state)
    {
        _are.Clear();
        var row = MemberRow.Read(state, options, _are);
        set.Restore(row, number, _are);
        foreach (var member in row.Facts.IsReady ? _are : [])
            _isIn[member] = true;
        if (!_wantsMembers)
            return;
        if (row.Of == 0)
        {
            _places[number] = _members.Count;
            _members.Add(StoredMember.Of(row, number, _are, options, formats));
        }
        else if (_places.TryGetValue(row.Of, out var place))
        {
            _members[place] = Told(_members[place], row);
        }
    }

    private StoredMember Told(StoredMember member, MemberRow row) =>
        member with { IsReady = row.Facts.IsReady, Metadata = options.Emit == CollectEmission.Members || _are.Count > 0 ? member.Metadata : row.Facts.Known };

    public StoredCollection Build(DateTime now) => StoredCollection.Of(plan, action, options, set, now, hasMembers: set.IsOpen || set.Count > 0, member => !_isIn[member]) with { Members = _members };
}
