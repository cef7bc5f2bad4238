using Windrow.Core.Stages;
using Windrow.Core.Stages.Durable;
using Windrow.Core.State;

namespace Windrow.Core.Plans;

/// <content>What the state store has of the plan: its durable queues, dead letters that are tried again, and what its folds know.</content>
internal sealed partial class Plan
{
    /// <summary>Lets durable queues take up what they hold; the plan runs from here on.</summary>
    public void Open()
    {
        foreach (var segment in _segments)
            segment.Open();
        foreach (var action in _actions)
            action.Open();
        TakeRetries();
    }

    /// <summary>
    /// Takes up dead letters that are to be tried again, each at the action that failed. Called while no source is within
    /// the plan.
    /// </summary>
    public void TakeRetries()
    {
        if (!Store.IsOpen)
            return;
        var waiting = Store.Open().Queues().Where(static queue => queue.Count > 0).Select(static queue => queue.Name).ToHashSet();
        foreach (var segment in _segments)
        {
            for (var i = 0; i < segment.Actions.Count; i++)
            {
                var name = DeadLetterRetries.QueueOf(Name, segment.PathOf(i));
                if (waiting.Contains(name))
                    Take(name, segment, i);
            }
        }
    }

    private void Take(string name, Segment segment, int index)
    {
        if (_retries.TryGetValue(name, out var known))
        {
            known.LookAgain();
            return;
        }

        // A worker brings them, and no source may be in the segment at the same time.
        segment.LeaveLine();
        var queue = new DurableQueue(segment, Store, new StageOptions { Ordered = false }, name, index);
        _retries.Add(name, queue);
        queue.Open();
    }

    /// <summary>Gives the folds what an earlier run kept, or makes the store forget it.</summary>
    /// <exception cref="StateException">The state does not fit, or is damaged.</exception>
    public void Restore(bool discard)
    {
        for (var i = 0; i < _ledgers.Length; i++)
        {
            if (discard)
                _ledgers[i]?.Discard();
            else
                _ledgers[i]?.Restore(_actions[i]);
            _actions[i].TakeUp(discard);
        }
    }

    /// <summary>Takes over, for the folds that both have, which messages the plan before knows.</summary>
    public void Inherit(Plan before)
    {
        foreach (var ledger in _ledgers)
        {
            if (ledger is not null && Array.Find(before._ledgers, other => other?.Scope == ledger.Scope) is { } former)
                ledger.Inherit(former);
        }
    }

    /// <summary>Takes nothing more out of durable queues until <see cref="LetGoStored"/>, so that a checkpoint can be the last of a fold behind one.</summary>
    /// <returns>Completes when nothing is on its way out of them.</returns>
    public Task HoldStored() => Task.WhenAll([.. _segments.Select(static segment => segment.HoldStored()), .. _retries.Values.Select(static queue => queue.Hold())]);

    public void LetGoStored()
    {
        foreach (var segment in _segments)
            segment.LetGoStored();
        foreach (var queue in _retries.Values)
            queue.LetGo();
    }

    /// <summary>Begins to end: what the state store has is not begun any more.</summary>
    public void LeaveStored()
    {
        LeavesStored = true;
        foreach (var segment in _segments)
            segment.LeaveStored();
        foreach (var queue in _retries.Values)
            queue.Close();
        Tell(_leaving);
        SegmentCameToRest();
    }
}
