using Windrow.Core.Binary;
using Windrow.Core.Messages;

namespace Windrow.Core.PlugIns.Collect;

/// <summary>Puts together what the rows of one set tell about it.</summary>
internal sealed class CollectionBuilder(string plan, string action, CollectOptions options, CollectedSet set, Func<Metadata, bool> wants, StoredFormats formats)
{
    private static readonly Tier[] Tiers = Enum.GetValues<Tier>();

    private readonly bool _wantsMembers = wants(set.Key);
    private readonly bool[] _isIn = new bool[options.Members.Count];
    private readonly List<StoredMember> _members = [];
    private readonly List<int> _are = [];

    // A set that is removed while it is read may leave rows of members behind.
    public bool IsOf(ReadOnlySpan<char> key) => key.SequenceEqual(SetRow.KeyOf(set.Number));

    /// <exception cref="CorruptDataException">The row is no member.</exception>
    public void Add(int number, ReadOnlySpan<byte> state)
    {
        _are.Clear();
        var row = MemberRow.Read(state, options.Members, _are);
        set.Add(row.Identity, System.Runtime.InteropServices.CollectionsMarshal.AsSpan(_are), row.Came);
        foreach (var member in _are)
            _isIn[member] = true;
        if (!_wantsMembers)
            return;
        var listed = _are.Count > 0 ? options.Members.ValuesOf(_are[0]) : Metadata.Empty;
        var (origin, metadata) = options.Emit == CollectEmission.Members ? row.ReadWithoutPayload(formats) : (row.ReadOrigin().Origin, listed);
        _members.Add(new StoredMember(number, row.Id, row.Came, origin, metadata));
    }

    public StoredCollection Build(DateTime now)
    {
        int? expected = options.Count is null && options.Members.Count == 0 ? null : Math.Max(options.Count ?? 0, options.Members.Count);
        var hasMembers = set.IsOpen || set.Count > 0;
        return new StoredCollection(
            plan, action, set.Key, PhaseName(), set.IsOpen, hasMembers ? set.Count : null, expected, set.Began, set.Last, Deadline(), set.Revision, CollectionReason.Of(set, options, now))
        {
            Members = _members,
            Missing = hasMembers ? Missing() : [],
        };
    }

    private string PhaseName() => set.Due.Count > 0 ? "leaving" : set.Phase.ToString().ToLowerInvariant();

    private DateTime Deadline() => set.Phase switch
    {
        SetPhase.Open => new Completeness(options).DeadlineOf(set),
        SetPhase.Alerted => new Completeness(options).DeadlineOf(set) + options.Remember,
        _ => set.Ended + options.Remember,
    };

    private List<(string Tier, IReadOnlyList<Metadata> Members)> Missing()
    {
        var missing = new List<(string Tier, IReadOnlyList<Metadata> Members)>();
        foreach (var tier in Tiers)
        {
            var members = Enumerable.Range(0, _isIn.Length).Where(member => !_isIn[member] && options.Members.TierOf(member) == tier).Select(options.Members.ValuesOf).ToList();
            if (members.Count > 0)
                missing.Add((tier.ToString().ToLowerInvariant(), members));
        }

        return missing;
    }
}
