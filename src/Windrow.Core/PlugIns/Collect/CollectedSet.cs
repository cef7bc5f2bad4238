using Windrow.Core.Messages;

namespace Windrow.Core.PlugIns.Collect;

/// <summary>
/// A set, open or remembered. Memory: 60 bytes for each member beside what is held of it; nothing is held of members that
/// the state store has.
/// </summary>
internal sealed class CollectedSet(long number, Metadata key, ExpectedMembers expected)
{
    private readonly HashSet<MessageId> _identities = [];
    private readonly ulong[] _isIn = new ulong[(expected.Count + 63) / 64];
    private readonly int[] _missing = [expected.CountOf(Tier.Critical), expected.CountOf(Tier.Wanted), expected.CountOf(Tier.All)];

    /// <summary>Unique within the action, rising; never used again while the set is remembered.</summary>
    public long Number { get; } = number;

    public Metadata Key { get; } = key;

    public SetPhase Phase { get; set; }

    /// <summary>How often it was emitted.</summary>
    public int Revision { get; set; }

    /// <summary>When its first member came, or the first of those that made it open again; UTC.</summary>
    public DateTime Began { get; set; }

    /// <summary>When its last member came, UTC.</summary>
    public DateTime Last { get; set; }

    /// <summary>When it was over, UTC.</summary>
    public DateTime Ended { get; set; }

    /// <summary>When it is to be looked at; null: not noted anywhere.</summary>
    public DateTime? LookAt { get; set; }

    public int Count => _identities.Count;

    /// <summary>The number of its last member; members have rising numbers from 1.</summary>
    public int LastMember { get; set; }

    /// <summary>What was decided and has not reached its end.</summary>
    public List<Emission> Due { get; } = [];

    /// <summary>The members, where no state store has them.</summary>
    public List<HeldMember> Held { get; } = [];

    public LinkedListNode<CollectedSet>? Place { get; set; }

    public IReadOnlyCollection<MessageId> Identities => _identities;

    public bool IsOpen => Phase is SetPhase.Open or SetPhase.Alerted;

    public bool IsCriticalIn => _missing[(int)Tier.Critical] == 0;

    public int Missing(Tier tier) => _missing[(int)tier];

    public bool Has(MessageId identity) => _identities.Contains(identity);

    /// <param name="are">The numbers of the listed members that it is.</param>
    public void Add(MessageId identity, ReadOnlySpan<int> are, DateTime at)
    {
        _identities.Add(identity);
        if (at > Last)
            Last = at;
        foreach (var member in are)
        {
            ref var bits = ref _isIn[member / 64];
            if ((bits & (1UL << member)) != 0)
                continue;
            bits |= 1UL << member;
            _missing[(int)expected.TierOf(member)]--;
        }
    }

    /// <summary>A late member makes it one that waits again; its times count from now.</summary>
    public void Reopen(DateTime now)
    {
        Phase = SetPhase.Open;
        Began = now;
    }

    public void End(SetPhase phase, DateTime now)
    {
        Phase = phase;
        Ended = now;
    }

    /// <summary>Lets go of what a set that is over needs no more.</summary>
    public void ForgetMembers()
    {
        _identities.Clear();
        _identities.TrimExcess();
    }
}
