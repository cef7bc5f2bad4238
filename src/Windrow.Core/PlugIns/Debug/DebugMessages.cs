using Windrow.Core.Messages;

namespace Windrow.Core.PlugIns.Debug;

/// <summary>What the <c>debug-sink</c>s of a flow have kept, in the order in which it came. Got from <see cref="Flows.FlowShared"/>. Safe for several threads.</summary>
public sealed class DebugMessages
{
    private readonly Lock _lock = new();
    private readonly Queue<Message> _kept = new();

    public int Count
    {
        get
        {
            lock (_lock)
                return _kept.Count;
        }
    }

    /// <summary>Takes the oldest message out; whoever takes it settles it. Null when there is none.</summary>
    public Message? Take()
    {
        lock (_lock)
            return _kept.TryDequeue(out var message) ? message : null;
    }

    internal void Add(Message message, int most)
    {
        Message? oldest;
        lock (_lock)
        {
            _kept.Enqueue(message);
            oldest = _kept.Count > most ? _kept.Dequeue() : null;
        }

        oldest?.Settle(Deliveries.Outcome.Delivered);
    }
}
