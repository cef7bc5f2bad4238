using Windrow.Core.Deliveries;

namespace Windrow.Core.Stages.Durable;

/// <summary>
/// What messages behind the window owed to before their durable queue took them over, as long as that may bring them again:
/// no more than sources have open. Not safe for several threads.
/// </summary>
internal sealed class UpstreamDeliveries
{
    private const int SweptAtLeast = 1_024;

    private readonly Dictionary<long, Delivery> _open = [];
    private long _firstOwn = long.MaxValue;
    private int _sweepAt = SweptAtLeast;

    /// <summary>Notes a row that this plan has written.</summary>
    public void Add(long sequence, Delivery? delivery)
    {
        _firstOwn = Math.Min(_firstOwn, sequence);
        if (delivery is null or { IsGone: true, ComesFromBefore: false })
            return;
        if (_open.Count >= _sweepAt)
            Sweep();
        _open[sequence] = delivery;
    }

    /// <summary>Takes out what a row owed to; null: nothing that could bring it again.</summary>
    /// <param name="isOfBefore">The row is of an earlier run, or of the plan before a reload: nobody knows.</param>
    public Delivery? Take(long sequence, out bool isOfBefore)
    {
        isOfBefore = sequence < _firstOwn;
        return _open.Remove(sequence, out var delivery) ? delivery : null;
    }

    private void Sweep()
    {
        foreach (var (sequence, delivery) in _open)
        {
            if (delivery is { IsGone: true, ComesFromBefore: false })
                _open.Remove(sequence);
        }

        _sweepAt = Math.Max(SweptAtLeast, _open.Count * 2);
    }
}
