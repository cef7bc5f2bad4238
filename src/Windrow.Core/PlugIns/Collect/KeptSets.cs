using Windrow.Core.Binary;
using Windrow.Core.Checkpoints;
using Windrow.Core.Deliveries;
using Windrow.Core.Messages;
using Windrow.Core.State;

namespace Windrow.Core.PlugIns.Collect;

/// <summary>
/// The sets in the state store: a row for each set and for each member. Members that come together, and what is decided
/// because of them, are one write; a decision leaves when its write is durable. See decision 8.
/// </summary>
/// <remarks>For the action's thread, but for what the store's thread calls: <see cref="MayLeave"/>, <see cref="Release"/>.</remarks>
internal sealed partial class KeptSets(FlowStore store, FoldLedger ledger, CollectOptions options, Action<IReadOnlyList<Emission>> mayLeave) : IMemberRows
{
    private const int MostChanges = 1_000;
    private const int PageOfMembers = 256;

    private readonly ByteWriter _writer = new();
    private readonly List<int> _are = [];
    private CollectWrite? _pending;
    private CollectWrite? _last;
    private bool _isDeclared;

    /// <summary>True once all was told to end: what is kept is somebody else's to remove, and nothing more is written.</summary>
    public bool HasEnded { get; set; }

    private CollectWrite Pending
    {
        get
        {
            if (_pending is not null)
                return _pending;
            _pending = new CollectWrite(this, ledger, !_isDeclared);
            _isDeclared = true;
            return _pending;
        }
    }

    /// <summary>Keeps a member, whose delivery is settled when it is durable; its payload is released.</summary>
    /// <exception cref="StateException">Its payload could not be kept; nothing was changed.</exception>
    /// <exception cref="NotSupportedException">It carries what cannot leave the process; nothing was changed.</exception>
    public void Add(CollectedSet set, int number, MessageId identity, Message message, ReadOnlySpan<int> are, in MemberFacts facts, DateTime came)
    {
        _writer.Clear();
        MemberRow.WriteHead(_writer, options, identity, message.Id, came, are, facts);
        PayloadReference? payload = null;
        if (options.Emit == CollectEmission.Members)
        {
            // Its own writer, as the message has a checksum over all that stands in it.
            var body = new ByteWriter();
            payload = store.Write(body, message);
            _writer.Append(body.Written);
        }
        else
        {
            MemberRow.WriteOrigin(_writer, message);
            if (options.Handed(message.Metadata) is { } handed)
                MetadataBinary.Write(_writer, handed);
        }

        Pending.Add(MemberRow.KeyOf(set.Number, number), _writer.Written.ToArray(), payload);
        SettleAfter(message, Outcome.Absorbed);
    }

    /// <summary>Other rows take the place of a member's.</summary>
    public void Remove(CollectedSet set, WaitingMember member)
    {
        Pending.Remove(MemberRow.KeyOf(set.Number, member.Number));
        if (member.Row != member.Number)
            Pending.Remove(MemberRow.KeyOf(set.Number, member.Row));
    }

    /// <summary>Settles a message when all that was written before it is durable.</summary>
    public void SettleAfter(Message message, Outcome outcome)
    {
        message.Abandon();
        Pending.SettleAfter(message.Part, outcome);
    }

    /// <summary>Writes the set's own row.</summary>
    public void Put(CollectedSet set)
    {
        if (HasEnded)
            return;
        _writer.Clear();
        SetRow.Write(_writer, set);
        Pending.Put(SetRow.KeyOf(set.Number), _writer.Written.ToArray());
    }

    public void Decide(Emission emission) => Pending.LeaveAfter(emission);

    /// <summary>What left is done: a repetition need not be known any more once the store has it no more.</summary>
    public void Close(Delivery delivery)
    {
        if (!HasEnded)
            Pending.CloseAfter(delivery);
    }

    public void RemoveMembers(CollectedSet set)
    {
        for (var number = 1; number <= set.LastMember && !HasEnded; number++)
        {
            if (Pending.Count >= MostChanges)
                Submit();
            Pending.Remove(MemberRow.KeyOf(set.Number, number));
        }
    }

    /// <summary>Removes a set. Its own row goes last, so that members without a set never are.</summary>
    public void Remove(CollectedSet set)
    {
        if (set.Identities.Count > 0)
            RemoveMembers(set);
        if (!HasEnded)
            Pending.Remove(SetRow.KeyOf(set.Number));
    }

    public void Submit()
    {
        if (_pending is null)
            return;
        (_last, _pending) = (_pending, null);
        store.Submit(_last);
    }

    /// <summary>Completes when all that was done so far is durable.</summary>
    public Task WhenDurable()
    {
        Submit();
        return _last?.Done ?? Task.CompletedTask;
    }

    /// <summary>Waits until all is durable; what was decided may leave then.</summary>
    public void Wait(CancellationToken stop)
    {
        Submit();
        _last?.Done.Wait(stop);
    }

    /// <summary>Reads the next members of an emission.</summary>
    /// <returns>Whether there may be more.</returns>
    public bool ReadNext(Emission emission, Action<byte[]> take)
    {
        var after = emission.After.Length > 0 ? emission.After : SetRow.KeyOf(emission.Set.Number);
        var last = MemberRow.KeyOf(emission.Set.Number, emission.UpTo);
        var page = store.Open().ReadItems(ledger.Scope, after, PageOfMembers);
        foreach (var item in page)
        {
            if (string.CompareOrdinal(item.Key, last) > 0)
                return false;
            emission.After = item.Key;
            take(options.TakesNews ? Whole(emission.Set.Number, item.Value) : item.Value);
        }

        return page.Count == PageOfMembers && emission.After != last;
    }

    public Message ReadMessage(MemberRow row) => row.ReadMessage(store.Messages);

    public MemberRow ReadMember(ReadOnlySpan<byte> state, out List<int> are)
    {
        _are.Clear();
        are = _are;
        return MemberRow.Read(state, options, _are);
    }

    /// <summary>Called on the store's thread.</summary>
    public void MayLeave(IReadOnlyList<Emission> decided)
    {
        if (decided.Count > 0)
            mayLeave(decided);
    }

    /// <summary>Called on the store's thread.</summary>
    public void Release(PayloadReference payload) => store.Open().Payloads.Release(payload);

    /// <summary>What is kept was given back, so it is known to be of this configuration.</summary>
    public void WasRestored() => _isDeclared = true;
}
