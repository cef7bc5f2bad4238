using Windrow.Core.Messages;
using Windrow.Core.PlugIns.Collect.News;

namespace Windrow.Core.PlugIns.Collect;

/// <summary>
/// A set, open or remembered. Memory: 60 bytes for each member beside what is held of it; nothing is held of members that
/// the state store has.
/// </summary>
internal sealed class CollectedSet(long number, Metadata key, ExpectedMembers expected) : SetState(number, key)
{
    private readonly HashSet<MessageId> _identities = [];
    private Dictionary<MessageId, WaitingMember>? _waiting;
    private readonly ulong[] _isIn = new ulong[(expected.Count + 63) / 64];
    private readonly int[] _inGroup = new int[expected.Groups.Count];
    private readonly int[] _missing = [expected.CountOf(Tier.Critical), expected.CountOf(Tier.Wanted), expected.CountOf(Tier.All)];

    public override SetPhase Phase { get; set; }

    public override int Revision { get; set; }

    public override DateTime Began { get; set; }

    public override DateTime Last { get; set; }

    public override DateTime Ended { get; set; }

    public override TimeSpan Extended { get; set; }

    public override long? Expected { get; set; }

    /// <summary>When it is to be looked at; null: not noted anywhere.</summary>
    public DateTime? LookAt { get; set; }

    public override int Count => _identities.Count - Waiting;

    public override int Waiting => _waiting?.Count ?? 0;

    public override int LastMember { get; set; }

    /// <summary>The members, where no state store has them.</summary>
    public List<HeldMember> Held { get; } = [];

    /// <summary>Finds the set by its members that do not count yet; null: nobody asks.</summary>
    public WaitingIndex? Index { get; init; }

    /// <summary>That something has come late was told.</summary>
    public bool IsLateTold { get; set; }

    public LinkedListNode<CollectedSet>? Place { get; set; }

    public IReadOnlyCollection<MessageId> Identities => _identities;

    public override int Missing(Tier tier) => _missing[(int)tier];

    public override bool HasOfEach(int early)
    {
        if (_inGroup.Length == 0)
            return Count >= early;
        for (var group = 0; group < _inGroup.Length; group++)
        {
            if (_inGroup[group] < Math.Min(early, expected.Groups[group]))
                return false;
        }

        return true;
    }

    public bool Has(MessageId identity) => _identities.Contains(identity);

    /// <summary>Whether listed members are in already. Not known of a set that had left before the process began.</summary>
    public bool AreIn(List<int> are) => are.Count > 0 && are.TrueForAll(member => (_isIn[member / 64] & (1UL << member)) != 0);

    /// <summary>A member that does not count yet; null: it does, or is none.</summary>
    public WaitingMember? FindWaiting(MessageId identity) => _waiting?.GetValueOrDefault(identity);

    /// <summary>A member is known, and does not count yet.</summary>
    public void Add(MessageId identity, WaitingMember member, DateTime at)
    {
        _identities.Add(identity);
        (_waiting ??= [])[identity] = member;
        Index?.Add(identity, this);
        if (at > Last)
            Last = at;
    }

    /// <summary>A member counts from here on.</summary>
    /// <param name="are">The numbers of the listed members that it is.</param>
    public void Add(MessageId identity, ReadOnlySpan<int> are, DateTime at)
    {
        _identities.Add(identity);
        if (_waiting?.Remove(identity) == true)
            Index?.Remove(identity, this);
        if (at > Last)
            Last = at;
        foreach (var member in are)
        {
            ref var bits = ref _isIn[member / 64];
            if ((bits & (1UL << member)) != 0)
                continue;
            bits |= 1UL << member;
            _missing[(int)expected.TierOf(member)]--;
            if (expected.GroupOf(member) is >= 0 and var group)
                _inGroup[group]++;
        }
    }

    /// <summary>A member that does not count yet goes to another set.</summary>
    public void Remove(MessageId identity)
    {
        _identities.Remove(identity);
        if (_waiting?.Remove(identity) == true)
            Index?.Remove(identity, this);
    }

    /// <summary>A member is there already, as its row tells.</summary>
    public void Restore(MemberRow row, int number, List<int> are)
    {
        if (row.Facts.IsReady)
            Add(row.Identity, System.Runtime.InteropServices.CollectionsMarshal.AsSpan(are), row.Came);
        else
            Add(row.Identity, new WaitingMember(number, row.Of == 0 ? number : row.Of, row.Id, [.. are], row.Facts.Known, null), row.Came);
        LastMember = number;
    }

    /// <summary>Takes out the messages of the members that do not count, where no state store has them.</summary>
    public List<Message> TakeHeldWaiting()
    {
        var messages = _waiting?.Values.Select(static member => member.Held?.Message).OfType<Message>().ToList() ?? [];
        if (messages.Count > 0)
            ForgetWaiting();
        return messages;
    }

    /// <summary>Lets go of what a set that is over needs no more.</summary>
    public void ForgetMembers()
    {
        _identities.Clear();
        _identities.TrimExcess();
        ForgetWaiting();
    }

    /// <summary>Nobody finds the set by its members any more.</summary>
    public void ForgetWaiting()
    {
        foreach (var identity in _waiting?.Keys ?? Enumerable.Empty<MessageId>())
            Index?.Remove(identity, this);
        _waiting = null;
    }
}
