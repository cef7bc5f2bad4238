using Windrow.Core.Messages;
using Windrow.Core.Plans;

namespace Windrow.Core.Stages.Durable;

/// <summary>
/// Messages that the disk, or the state's allowance, has no room for. They are tried again in order, and hold up what
/// comes behind them, as a row does within the store.
/// </summary>
/// <param name="tryPut">Puts a message into the store; false: there is no room yet.</param>
/// <param name="over">Told when none is left.</param>
internal sealed class StalledMessages(Plan plan, Func<Message, bool> tryPut, System.Action over)
{
    /// <summary>How long what waits for room waits until it looks again.</summary>
    public static readonly TimeSpan Again = TimeSpan.FromSeconds(1);

    private readonly Lock _lock = new();
    private readonly Queue<Message> _messages = new();

    /// <summary>Read without the lock; a message leaves only when it counts as on its way into the store.</summary>
    public bool Any => _messages.Count > 0;

    /// <summary>Puts a message behind those that are stalled; false: none is.</summary>
    public bool TryJoin(Message message)
    {
        lock (_lock)
        {
            if (_messages.Count == 0)
                return false;
            _messages.Enqueue(message);
            return true;
        }
    }

    /// <summary>There was no room for a message.</summary>
    public void Stall(Message message)
    {
        lock (_lock)
            _messages.Enqueue(message);
        plan.Later(Again, TryAgain);
    }

    private bool TryAgain()
    {
        while (true)
        {
            Message? first;
            lock (_lock)
            {
                if (!_messages.TryPeek(out first))
                    break;
            }

            if (!tryPut(first))
                return false;
            lock (_lock)
                _messages.Dequeue();
        }

        over();
        return true;
    }
}
