using Windrow.Core.Plans;

namespace Windrow.Core.Stages;

/// <summary>Whether the queue of a segment is over its cap, and the workers in front of it that wait until it is not.</summary>
/// <param name="isBelowCap">Whether the queue has room again.</param>
internal sealed class BackPressure(Plan plan, Func<bool> isBelowCap)
{
    private readonly Lock _lock = new();
    private readonly List<Lane> _heldUp = [];
    private bool _isOn;

    /// <summary>True while producers wait.</summary>
    public bool IsOn => Volatile.Read(ref _isOn);

    /// <summary>Whether a worker of the segment before has to wait; it is run again when there is room.</summary>
    public bool HoldsUp(Lane producer)
    {
        if (!IsOn)
            return false;
        lock (_lock)
        {
            if (!_isOn)
                return false;
            _heldUp.Add(producer);
            return true;
        }
    }

    /// <summary>Begins: the queue is over its cap.</summary>
    /// <param name="isTold">Whether reports say that the plan is congested.</param>
    public void Begin(bool isTold)
    {
        lock (_lock)
        {
            if (_isOn)
                return;
            _isOn = true;
        }

        plan.Congestion.Enter(isTold ? plan.Name : null);

        // The queue may have emptied in between, when nobody was there to notice.
        EndWhenBelowCap();
    }

    /// <summary>Lets those go on who wait, if there is room.</summary>
    public void EndWhenBelowCap()
    {
        if (!IsOn || !isBelowCap())
            return;
        Lane[] heldUp;
        lock (_lock)
        {
            if (!_isOn)
                return;
            _isOn = false;
            heldUp = [.. _heldUp];
            _heldUp.Clear();
        }

        foreach (var lane in heldUp)
            plan.Services.Dispatch(lane);
        plan.Congestion.Leave();
    }
}
