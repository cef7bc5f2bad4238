namespace Windrow.Core.Errors;

/// <summary>The newest dead letters in memory, up to a number.</summary>
public sealed class DeadLetterList(int keepAtMost = 1_000) : IDeadLetters
{
    private readonly Lock _lock = new();
    private readonly Queue<DeadLetter> _letters = new();
    private long _count;

    public long Count => Volatile.Read(ref _count);

    public void Add(DeadLetter letter)
    {
        lock (_lock)
        {
            _count++;
            _letters.Enqueue(letter);
            if (_letters.Count > keepAtMost)
                _letters.Dequeue();
        }
    }

    public IReadOnlyList<DeadLetter> List()
    {
        lock (_lock)
            return [.. _letters];
    }
}
