using Windrow.Core.Checkpoints;
using Windrow.Core.Stages;
using Windrow.Core.State;

namespace Windrow.Core.Plans;

/// <summary>
/// The part of a plan that one checkpoint goes through: from the plan's entrance, or from a durable queue, up to the
/// durable queues behind it, or to the sinks. What a durable queue holds is owed by the queue, so each section keeps the
/// state of its folds by itself, and one that is held up holds up no other.
/// </summary>
internal sealed class PlanSection
{
    private readonly Segment _first;
    private readonly FlowStore _store;
    private readonly Lane _lane;
    private readonly List<FoldLedger> _ledgers = [];
    private bool _everything;

    public PlanSection(Segment first, FlowStore store)
    {
        _first = first;
        _store = store;
        _lane = first.AddLane();
    }

    /// <summary>Whether it has folds whose state is kept.</summary>
    public bool HasFolds => _ledgers.Count > 0;

    /// <summary>Whether it is a durable queue that owes what its folds hold, and not the flow's sources.</summary>
    public bool IsBehindQueue => _first.Keeps;

    /// <summary>Messages that folds have absorbed and no checkpoint has made durable.</summary>
    public int Owed => _ledgers.Sum(static ledger => ledger.Owed);

    /// <summary>The checkpoint that is under way, or the last one there was.</summary>
    public Checkpoint? LastCheckpoint { get; private set; }

    public bool IsCheckpointing => LastCheckpoint is { Done.IsCompleted: false };

    public void Add(FoldLedger ledger) => _ledgers.Add(ledger);

    /// <summary>
    /// Sends a checkpoint through the section. Called while no source is within the plan; see <see cref="Flows.Checkpointer"/>.
    /// </summary>
    public Checkpoint BeginCheckpoint()
    {
        _everything |= LastCheckpoint is { Failure: not null };
        var checkpoint = LastCheckpoint = new Checkpoint(_store, _everything);
        _everything = false;
        _first.OfferBarrier(checkpoint.Barrier(_first.Plan.Origin), _lane);
        return checkpoint;
    }
}
