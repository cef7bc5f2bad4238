using Windrow.Core.Flows;
using Windrow.Core.Messages;
using Windrow.Core.Routing;
using Windrow.Core.Stages;

namespace Windrow.Core.Chains;

/// <summary>
/// The way by which plans hand messages back to their flow: each is offered to the plans that take such, or to those that are named. What a message owes, it
/// owes to the queue in front of the action that hands it back, so it comes again, and to all of these plans, until the last of them is done with it. Safe
/// for several threads.
/// </summary>
internal sealed class Reentry : IDisposable
{
    private readonly SemaphoreSlim _turn = new(1, 1);
    private readonly MatchSet _matches = new();
    private volatile RoutingTable? _table;
    private long _handed;

    /// <summary>How many messages were handed back.</summary>
    public long Handed => Volatile.Read(ref _handed);

    /// <summary>Offers a message to the plans of the flow; it stays the caller's, who settles it.</summary>
    /// <param name="to">The only plans that may get it; empty: all that take such.</param>
    /// <returns>Whether any plan wants it.</returns>
    public bool Hand(Message message, IReadOnlyList<string> to)
    {
        _turn.Wait();
        try
        {
            var table = _table!;
            var wants = table.MatchSubmitted(message, _matches, out var unjudged);
            var count = 0;
            foreach (var index in unjudged)
            {
                if (!ChainGraph.MayGet(table.Plans[index].Definition, to))
                    continue;
                count++;
                table.Plans[index].BuryUnjudged(message.Share());
            }

            foreach (var index in wants)
            {
                if (!ChainGraph.MayGet(table.Plans[index].Definition, to))
                    continue;
                count++;
                table.Plans[index].Entrance.Enqueue(message.Share());
            }

            // Before the caller's own plan comes to rest, so that who looks at all of them sees it.
            Interlocked.Increment(ref _handed);
            return count > 0;
        }
        finally
        {
            _turn.Release();
        }
    }

    /// <summary>Whether a worker has to wait as one of the plans that it hands messages to is full; it is run again when there is room.</summary>
    public bool HoldsUp(Lane worker, IReadOnlyList<string> to)
    {
        if (_table is not { } table)
            return false;
        for (var i = 0; i < table.Plans.Count; i++)
        {
            var plan = table.Plans[i];
            if (ChainGraph.MayGet(plan.Definition, to) && plan.Entrance.HoldsUp(worker))
                return true;
        }

        return false;
    }

    /// <summary>Hands nothing over until <see cref="LetGo"/>: whoever wants to waits.</summary>
    public Task Hold() => _turn.WaitAsync();

    public void LetGo() => _turn.Release();

    /// <summary>Turns to another set of plans. When the flow runs, while nothing is handed over.</summary>
    public void Use(RoutingTable table) => _table = table;

    public void Dispose() => _turn.Dispose();
}
