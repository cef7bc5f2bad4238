using System.Diagnostics;
using Windrow.Core.Messages;

namespace Windrow.Core.Traces;

/// <summary>With which spans the last messages have arrived; beyond so many the oldest is forgotten. Safe for several threads.</summary>
/// <remarks>Every one of the last is known: a table with a slot per hash would lose links at random, as two messages share a slot long before it is full.</remarks>
internal sealed class RecentSpans(int most = 1 << 16)
{
    private readonly Lock _lock = new();
    private readonly Dictionary<MessageId, (ActivitySpanId Span, long Number)> _spans = [];
    private readonly Queue<MessageId> _order = new();
    private long _added;

    public void Add(MessageId message, ActivitySpanId span)
    {
        lock (_lock)
        {
            if (_order.Count == most)
                ForgetOldest();
            _order.Enqueue(message);
            _spans[message] = (span, _added++);
        }
    }

    public ActivitySpanId? Find(MessageId message)
    {
        lock (_lock)
            return _spans.TryGetValue(message, out var arrival) ? arrival.Span : null;
    }

    // One that has come again since stands further behind.
    private void ForgetOldest()
    {
        var number = _added - _order.Count;
        var oldest = _order.Dequeue();
        if (_spans[oldest].Number == number)
            _spans.Remove(oldest);
    }
}
