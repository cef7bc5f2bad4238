using Windrow.Core.Messages;

namespace Windrow.Events.Amqp.Stages;

/// <summary>Remembers the ids of the last messages. For one thread.</summary>
internal sealed class RecentIds(int most)
{
    private readonly HashSet<MessageId> _ids = [];
    private readonly Queue<MessageId> _order = new();

    /// <returns>False: it is among them already.</returns>
    public bool Add(MessageId id)
    {
        if (!_ids.Add(id))
            return false;
        _order.Enqueue(id);
        if (_order.Count > most)
            _ids.Remove(_order.Dequeue());
        return true;
    }
}
