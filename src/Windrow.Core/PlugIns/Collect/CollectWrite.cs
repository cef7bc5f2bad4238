using Windrow.Core.Checkpoints;
using Windrow.Core.Deliveries;
using Windrow.Core.State;

namespace Windrow.Core.PlugIns.Collect;

/// <summary>
/// Members and what was decided because of them, in one transaction. When it is durable the members are settled, and
/// what was decided to leave may leave.
/// </summary>
internal sealed class CollectWrite(KeptSets owner, FoldLedger ledger, bool declares) : StateWrite
{
    private readonly List<Change> _changes = [];
    private readonly List<(DeliveryPart Part, Outcome Outcome)> _settles = [];
    private readonly List<Emission> _decided = [];
    private readonly List<Delivery> _closed = [];
    private readonly TaskCompletionSource _done = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Completes when it is durable, or failed.</summary>
    public Task Done => _done.Task;

    public int Count => _changes.Count;

    public void Add(string key, byte[] value, PayloadReference? payload) => _changes.Add(new Change(key, value, payload, IsNew: true));

    public void Put(string key, byte[] value) => _changes.Add(new Change(key, value, null, IsNew: false));

    public void Remove(string key) => _changes.Add(new Change(key, null, null, IsNew: false));

    public void SettleAfter(DeliveryPart? part, Outcome outcome)
    {
        if (part is not null)
            _settles.Add((part, outcome));
    }

    public void LeaveAfter(Emission emission) => _decided.Add(emission);

    public void CloseAfter(Delivery delivery) => _closed.Add(delivery);

    public override void Apply(IStateTransaction transaction)
    {
        if (declares)
            ledger.Declare(transaction);
        foreach (var change in _changes)
        {
            if (change.Value is null)
                transaction.RemoveItem(ledger.Scope, change.Key);
            else if (change.IsNew)
                transaction.AddItem(ledger.Scope, change.Key, change.Value, change.Payload);
            else
                transaction.PutItem(ledger.Scope, change.Key, change.Value);
        }
    }

    public override void Completed(StateException? failure)
    {
        foreach (var change in _changes)
        {
            if (change.Payload is { } payload)
                owner.Release(payload);
        }

        // A write that failed leaves its members owed: they come again.
        if (failure is null)
        {
            foreach (var (part, outcome) in _settles)
                part.Release(outcome);
            foreach (var delivery in _closed)
                delivery.Close();
            owner.MayLeave(_decided);
        }

        _done.SetResult();
    }

    private readonly record struct Change(string Key, byte[]? Value, PayloadReference? Payload, bool IsNew);
}
