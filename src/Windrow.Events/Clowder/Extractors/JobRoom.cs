using Windrow.Core.Messages;

namespace Windrow.Events.Clowder.Extractors;

/// <summary>
/// How many jobs of a broker's queue are here at the same time, so that what cannot be worked on yet stays with the broker, for other hosts to take. Safe for several threads.
/// </summary>
internal sealed class JobRoom(JobPlaces places, TimeProvider time)
{
    // A job that is stored and that nobody begins within this time went where no job is worked on.
    private static readonly TimeSpan BeginsWithin = TimeSpan.FromSeconds(30);

    private readonly Lock _lock = new();
    private readonly Dictionary<MessageId, Stay> _here = [];

    /// <summary>Called, on any thread, when there is room again.</summary>
    public event Action? HasRoom;

    /// <summary>A job has come.</summary>
    /// <returns>Whether no other may.</returns>
    public bool Arrives(MessageId origin)
    {
        lock (_lock)
        {
            _here.TryAdd(origin, new Stay());
            return IsFull;
        }
    }

    /// <summary>It is stored, and owed to nobody outside.</summary>
    public void IsStored(MessageId origin)
    {
        lock (_lock)
        {
            if (_here.TryGetValue(origin, out var stay))
                stay.StoredAt = time.GetTimestamp();
        }
    }

    /// <summary>Work on it begins, or it waits for that at its place.</summary>
    public void Begins(MessageId origin)
    {
        lock (_lock)
        {
            if (!_here.TryGetValue(origin, out var stay))
                _here.Add(origin, stay = new Stay());
            stay.IsBegun = true;
        }
    }

    public void Leaves(MessageId origin)
    {
        lock (_lock)
        {
            var wasFull = IsFull;
            if (!_here.Remove(origin) || !wasFull || IsFull)
                return;
        }

        HasRoom?.Invoke();
    }

    /// <summary>Forgets those that nobody has begun.</summary>
    public void Look()
    {
        lock (_lock)
        {
            var wasFull = IsFull;
            foreach (var (origin, _) in _here.Where(each => each.Value is { IsBegun: false, StoredAt: > 0 } stay && time.GetElapsedTime(stay.StoredAt) > BeginsWithin).ToArray())
                _here.Remove(origin);
            if (!wasFull || IsFull)
                return;
        }

        HasRoom?.Invoke();
    }

    /// <summary>Whether none may come now.</summary>
    public bool IsTaken
    {
        get
        {
            lock (_lock)
                return IsFull;
        }
    }

    private bool IsFull => places.Most is > 0 and var most && _here.Count >= most;

    private sealed class Stay
    {
        public long StoredAt { get; set; }

        public bool IsBegun { get; set; }
    }
}
