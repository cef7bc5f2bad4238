using Windrow.Core.Deliveries;
using Windrow.Core.State;

namespace Windrow.Core.Checkpoints;

/// <summary>What one checkpoint holds of one fold: its state, and the deliveries that are settled when that is durable.</summary>
internal sealed class FoldSnapshot(FoldLedger ledger, FoldState state, List<DeliveryPart> absorbed)
{
    public void Apply(IStateTransaction transaction) => state.Apply(transaction, ledger.Scope);

    /// <summary>The state is durable.</summary>
    public void Done()
    {
        state.Release();
        foreach (var part in absorbed)
            part.Release(Outcome.Absorbed);
    }

    /// <summary>The state is not durable; the next checkpoint saves all of it.</summary>
    public void Undo()
    {
        state.Release();
        ledger.GiveBack(absorbed);
    }
}
