using Windrow.Core.Errors;

namespace Windrow.Fields.Models;

/// <summary>
/// The dead letters of a client's plans until the model is told: those of a call at its end, and those of plans that
/// work behind it at the next one. Safe for several threads.
/// </summary>
/// <param name="beyond">Where they are kept all the same.</param>
internal sealed class FailureInbox(IDeadLetters beyond) : IDeadLetters
{
    private const int MaximumUntold = 100;

    private readonly Lock _lock = new();
    private readonly Queue<DeadLetter> _untold = [];
    private int _count;

    public long Count => beyond.Count;

    /// <summary>Whether there is something to tell.</summary>
    public bool HasNews => Volatile.Read(ref _count) > 0;

    public void Add(DeadLetter letter)
    {
        beyond.Add(letter);
        lock (_lock)
        {
            // A model that makes the same mistake for every field is told of the first of them.
            if (_untold.Count < MaximumUntold)
                _untold.Enqueue(letter);
            _count++;
        }
    }

    public IReadOnlyList<DeadLetter> List() => beyond.List();

    /// <summary>Takes out what is not told yet, as one text; null when there is nothing.</summary>
    public string? Tell()
    {
        lock (_lock)
        {
            if (_count == 0)
                return null;
            var first = _untold.Peek();
            var more = _count > 1 ? $" (and {_count - 1} more)" : "";
            var text = $"plan '{first.Plan}', {first.Action}: {first.Kind} {first.Metadata}: {first.Failure}{more}";
            _untold.Clear();
            _count = 0;
            return text;
        }
    }
}
