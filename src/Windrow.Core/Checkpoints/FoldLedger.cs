using System.Runtime.InteropServices;
using Windrow.Core.Binary;
using Windrow.Core.Deliveries;
using Windrow.Core.Messages;
using Windrow.Core.Plans;
using Windrow.Core.State;

namespace Windrow.Core.Checkpoints;

/// <summary>
/// Remembers for one fold what it has absorbed and no checkpoint has made durable yet, whose deliveries are open until
/// then; and which messages it knows, so that one that its source brings again is not taken in twice. Safe for several threads.
/// </summary>
/// <remarks>
/// An id is remembered until its delivery is closed for good, which is when its source can no longer bring it again.
/// Memory: 100 bytes for each absorbed message whose delivery is open.
/// </remarks>
internal sealed class FoldLedger
{
    /// <summary>Where it is kept which configuration the rest belongs to.</summary>
    public const string DeclarationKey = "/declaration";
    private const string IdsKey = "/ids";
    private const int PageOfItems = 256;

    private readonly Lock _lock = new();
    private readonly FlowStore _store;
    private readonly string _declaration;
    private readonly Dictionary<MessageId, Delivery?> _known = [];
    private List<DeliveryPart> _absorbed = [];
    private bool _isFirst = true;
    private bool _isOfEarlierRun;

    public FoldLedger(FlowStore store, string plan, ActionDefinition action)
    {
        _store = store;
        _declaration = action.Declaration;
        Scope = $"{ScopePrefix}{plan}/{action.Path}";
    }

    /// <summary>What the scopes of all folds begin with.</summary>
    public const string ScopePrefix = "fold/";

    /// <summary>The configuration of the fold.</summary>
    public string Declaration => _declaration;

    /// <summary>Where the state is kept in the store.</summary>
    public string Scope { get; }

    /// <summary>Messages absorbed since the last checkpoint.</summary>
    public int Owed => Volatile.Read(ref _absorbed).Count;

    public bool Knows(MessageId id)
    {
        lock (_lock)
            return _known.ContainsKey(id);
    }

    /// <summary>Takes over what a message owes; its payload is released.</summary>
    public void Absorb(Message message)
    {
        var id = message.Id;
        var part = message.Owe();
        lock (_lock)
        {
            if (part is not null)
                _absorbed.Add(part);
            _known[id] = part?.Delivery;
        }
    }

    /// <summary>
    /// A barrier is at the fold. A checkpoint takes the state along; another flush waits for the next checkpoint, as its sender is
    /// told that everything before it is durable.
    /// </summary>
    public void Pass(Message barrier, PlanAction fold)
    {
        if (barrier.Payload is CheckpointPayload passing)
        {
            passing.Checkpoint.Take(this, fold);
        }
        else if (barrier is { Kind: MessageKind.Flush, Part: { } part })
        {
            lock (_lock)
                _absorbed.Add(part.Add());
        }
    }

    /// <summary>Gives the fold its state of an earlier run, if there is any.</summary>
    /// <exception cref="StateException">The state was kept under another configuration of the fold, or is damaged.</exception>
    public void Restore(PlanAction fold)
    {
        if (_store.Open().ReadItem(Scope, DeclarationKey) is { } bytes && System.Text.Encoding.UTF8.GetString(bytes) is var before && before != _declaration)
        {
            if (!Items().All(item => item.Key == IdsKey || fold.MayForget(item.Key, item.Value)))
                throw new StateException(StateTrouble.Unusable, $"the state of {Scope[ScopePrefix.Length..]} was kept under another configuration ({Difference(before, _declaration)}); put that back until its windows are over, or give the state up with --discard-state");
            Discard();
            return;
        }

        _isOfEarlierRun = !_store.EarlierRun.IsOver;
        foreach (var item in Items())
        {
            try
            {
                Restore(fold, item);
            }
            catch (CorruptDataException exception)
            {
                throw new StateException(StateTrouble.Corrupt, $"the state of {Scope[ScopePrefix.Length..]} is damaged at '{item.Key}': {exception.Message} Restore a backup of '{_store.Open().Location}', or give the state up with --discard-state", exception);
            }
        }
    }

    /// <summary>Takes over which messages are known from the plan that had the fold before a reload, whose deliveries may be open still.</summary>
    public void Inherit(FoldLedger before)
    {
        lock (before._lock)
        {
            lock (_lock)
            {
                foreach (var (id, delivery) in before._known)
                    _known[id] = delivery;
                _isOfEarlierRun = before._isOfEarlierRun;
            }
        }
    }

    /// <summary>Writes down which configuration what is kept belongs to, for a fold that keeps something before the first checkpoint.</summary>
    public void Declare(IStateTransaction transaction) => transaction.PutItem(Scope, DeclarationKey, System.Text.Encoding.UTF8.GetBytes(_declaration));

    /// <summary>Forgets what the store has.</summary>
    public void Discard() => _store.Submit(new DiscardWrite(Scope));

    /// <summary>Takes what was absorbed out, for a checkpoint that is to make it durable.</summary>
    public FoldSnapshot Take(PlanAction fold, bool everything)
    {
        var state = new FoldState(_store.Open(), everything || _isFirst);
        List<DeliveryPart> absorbed;
        MessageId[] ids;
        lock (_lock)
        {
            (absorbed, _absorbed) = (_absorbed, []);
            Forget();
            ids = [.. _known.Keys];
        }

        var snapshot = new FoldSnapshot(this, state, absorbed);
        try
        {
            if (_isFirst)
                state.Put(DeclarationKey, System.Text.Encoding.UTF8.GetBytes(_declaration));
            state.Put(IdsKey, MemoryMarshal.AsBytes<MessageId>(ids));
            fold.Save(state);
        }
        catch
        {
            snapshot.Undo();
            throw;
        }

        _isFirst = false;
        return snapshot;
    }

    /// <summary>A checkpoint came to nothing: what it took is owed again, to the next one.</summary>
    public void GiveBack(IEnumerable<DeliveryPart> absorbed)
    {
        lock (_lock)
        {
            _isFirst = true;
            _absorbed.AddRange(absorbed);
        }
    }

    private void Restore(PlanAction fold, StateItem item)
    {
        if (item is not { Payload: { } payload, Value.Length: 0 })
        {
            Restore(fold, item.Key, item.Value);
            return;
        }

        var buffer = _store.Open().Payloads.Read(payload);
        try
        {
            Restore(fold, item.Key, buffer.GetSpan()[..(int)payload.Length]);
        }
        finally
        {
            buffer.Return();
        }
    }

    private void Restore(PlanAction fold, string key, ReadOnlySpan<byte> state)
    {
        if (key != IdsKey)
        {
            fold.Restore(key, state, _store.Formats);
            return;
        }

        if (state.Length % 16 != 0)
            throw new CorruptDataException("a list of ids");
        foreach (var id in MemoryMarshal.Cast<byte, MessageId>(state))
            _known[id] = null;
    }

    // In pages: what is kept may be more than should be in memory at once.
    private IEnumerable<StateItem> Items()
    {
        var store = _store.Open();
        for (var page = store.ReadItems(Scope, "", PageOfItems); page.Count > 0; page = store.ReadItems(Scope, page[^1].Key, PageOfItems))
        {
            foreach (var item in page)
            {
                if (item.Key != DeclarationKey)
                    yield return item;
            }
        }
    }

    private static string Difference(string before, string now)
    {
        var (old, current) = (before.Split('\n'), now.Split('\n'));
        var line = 0;
        while (line < old.Length && line < current.Length && old[line] == current[line])
            line++;
        return $"there stood '{old.ElementAtOrDefault(line)?.Trim()}', here stands '{current.ElementAtOrDefault(line)?.Trim()}'";
    }

    // Those of an earlier run have no delivery until their source brings them again, or until that is over.
    private void Forget()
    {
        var isOver = _isOfEarlierRun && _store.EarlierRun.IsOver;
        foreach (var (id, delivery) in _known)
        {
            if (delivery is { IsClosed: true } || (delivery is null && isOver))
                _known.Remove(id);
        }
    }

    private sealed class DiscardWrite(string scope) : StateWrite
    {
        public override void Apply(IStateTransaction transaction) => transaction.RemoveItems(scope);

        public override void Completed(StateException? failure)
        {
        }
    }
}
