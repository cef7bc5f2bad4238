namespace Windrow.Core.Stages.Durable;

/// <summary>Writes that were made and can be used again, so that a message costs no allocation of a buffer.</summary>
internal sealed class EnqueueWritePool(DurableQueue queue)
{
    private const int Most = 1_024;

    private readonly Lock _lock = new();
    private readonly Stack<EnqueueWrite> _spare = new();

    public EnqueueWrite Take()
    {
        lock (_lock)
            return _spare.TryPop(out var write) ? write : new EnqueueWrite(queue);
    }

    public void Return(EnqueueWrite write)
    {
        write.Clear();
        lock (_lock)
        {
            if (_spare.Count < Most)
                _spare.Push(write);
        }
    }
}
