namespace Windrow.Core.Flows;

/// <summary>What became of the messages that a flow accepted, so far.</summary>
/// <param name="Stored">Handed to a durable queue or set, which owes them from there on.</param>
/// <param name="Dropped">Wanted by a plan, let go by an action.</param>
/// <param name="Unmatched">Wanted by no plan.</param>
/// <param name="Dead">With at least one dead letter.</param>
public sealed record FlowCounts(long Accepted, long Delivered, long Absorbed, long Stored, long Dropped, long Unmatched, long Dead)
{
    public long Open => Accepted - Delivered - Absorbed - Stored - Dropped - Unmatched - Dead;
}
