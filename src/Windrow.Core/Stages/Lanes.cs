using System.Diagnostics.CodeAnalysis;
using Windrow.Core.Plans;

namespace Windrow.Core.Stages;

/// <summary>The lanes of a segment: those of its workers, of which some lie idle, and those of the sources that run in it.</summary>
internal sealed class Lanes(Segment segment)
{
    private readonly Lock _lock = new();
    private readonly List<Lane> _all = [];
    private readonly Stack<Lane> _idle = new();
    private readonly IMessageTap?[] _taps = new IMessageTap?[segment.Actions.Count];
    private int _idleCount;

    /// <summary>A lane for a further thread, such as a source's.</summary>
    public Lane Add()
    {
        var lane = new Lane(segment);
        lock (_lock)
        {
            _all.Add(lane);
            for (var i = 0; i < _taps.Length; i++)
                lane.Show(i, _taps[i]);
        }

        return lane;
    }

    /// <summary>Lays a lane down until there is work. From here on another thread may run it.</summary>
    public void Rest(Lane lane)
    {
        lock (_lock)
        {
            _idle.Push(lane);
            _idleCount++;
        }
    }

    /// <summary>Takes an idle lane.</summary>
    /// <returns>False: there is none. One that lies down afterwards looks into the queue once more; see <see cref="Segment.Rest"/>.</returns>
    public bool TryTake([NotNullWhen(true)] out Lane? lane)
    {
        lane = null;
        if (Volatile.Read(ref _idleCount) == 0)
            return false;
        lock (_lock)
        {
            if (!_idle.TryPop(out lane))
                return false;
            _idleCount--;
            return true;
        }
    }

    /// <inheritdoc cref="Segment.Show"/>
    public IMessageTap? Show(int index, IMessageTap? tap)
    {
        lock (_lock)
        {
            var before = _taps[index];
            _taps[index] = tap;
            foreach (var lane in _all)
                lane.Show(index, tap);
            return before;
        }
    }

    /// <summary>Adds what its actions counted.</summary>
    /// <param name="sums">One for each action of the segment.</param>
    public void AddCounters(ReadOnlySpan<ActionCounters> sums)
    {
        lock (_lock)
        {
            foreach (var lane in _all)
            {
                for (var i = 0; i < _taps.Length; i++)
                    lane.AddCounters(i, sums[i]);
            }
        }
    }
}
