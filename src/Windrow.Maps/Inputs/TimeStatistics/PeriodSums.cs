using Windrow.Maps.Inputs.Planning;

namespace Windrow.Maps.Inputs.TimeStatistics;

/// <summary>Finds shorter periods that lie end to end and fill STEP, each a divisor of it; the fewest that do.</summary>
internal sealed class PeriodSums
{
    private readonly TimeSpan _step;
    private readonly Dictionary<TimeSpan, List<AvailableMessage>> _endingAt = [];

    public PeriodSums(Dictionary<(TimeSpan Start, TimeSpan End), AvailableMessage> periods, TimeSpan step)
    {
        _step = step;
        foreach (var (period, message) in periods.OrderBy(static entry => entry.Key.Start))
        {
            if (step.Ticks % (period.End - period.Start).Ticks != 0)
                continue;
            if (!_endingAt.TryGetValue(period.End, out var list))
                _endingAt.Add(period.End, list = []);
            list.Add(message);
        }
    }

    /// <returns>From the last period to the first; null when there is a gap.</returns>
    public IReadOnlyList<AvailableMessage>? EndingAt(TimeSpan end)
    {
        // Breadth first, back from the end: the first way that arrives at the start is made of the fewest messages.
        var begin = end - _step;
        var from = new Dictionary<TimeSpan, AvailableMessage>();
        var open = new Queue<TimeSpan>([end]);
        while (open.TryDequeue(out var at))
        {
            if (at == begin)
                return Way(from, begin, end);
            foreach (var message in _endingAt.GetValueOrDefault(at) ?? [])
            {
                if (message.Header.Start >= begin && from.TryAdd(message.Header.Start, message))
                    open.Enqueue(message.Header.Start);
            }
        }

        return null;
    }

    private static List<AvailableMessage> Way(Dictionary<TimeSpan, AvailableMessage> from, TimeSpan begin, TimeSpan end)
    {
        var way = new List<AvailableMessage>();
        for (var at = begin; at < end; at = way[^1].Header.End)
            way.Add(from[at]);
        way.Reverse();
        return way;
    }
}
