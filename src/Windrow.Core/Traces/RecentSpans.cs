using System.Diagnostics;
using Windrow.Core.Messages;

namespace Windrow.Core.Traces;

/// <summary>With which spans the last messages have arrived, in a table of fixed size where a newer one takes the place of an older. Safe for several threads.</summary>
internal sealed class RecentSpans
{
    private const int Size = 1 << 16;

    private readonly Arrival?[] _arrivals = new Arrival?[Size];

    public void Add(MessageId message, ActivitySpanId span) => Volatile.Write(ref Slot(message), new Arrival(message, span));

    public ActivitySpanId? Find(MessageId message) => Volatile.Read(ref Slot(message)) is { } arrival && arrival.Message == message ? arrival.Span : null;

    private ref Arrival? Slot(MessageId message) => ref _arrivals[message.Low & (Size - 1)];

    private sealed record Arrival(MessageId Message, ActivitySpanId Span);
}
