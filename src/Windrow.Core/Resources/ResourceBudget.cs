namespace Windrow.Core.Resources;

/// <summary>
/// Lets work of a flow begin as far as memory and classes allow. A request gets all that it needs at once or nothing, and a worker has room for one
/// message at a time and waits for nothing while it has it, so there is no deadlock. What waits is let in in order: nobody takes what an earlier one
/// needs, and passes it only with what that has no use for. Safe for several threads.
/// </summary>
internal sealed class ResourceBudget(TimeProvider time)
{
    private readonly Lock _lock = new();
    private readonly List<RoomRequest> _waiting = [];
    private readonly Dictionary<string, ClassRoom> _classes = new(StringComparer.Ordinal);
    private long? _limit;
    private long _used;

    /// <summary>Whether memory is looked at.</summary>
    public bool HasMemory
    {
        get
        {
            lock (_lock)
                return _limit is not null;
        }
    }

    /// <summary>How much is in use and who waits.</summary>
    public ResourceStatus Status
    {
        get
        {
            lock (_lock)
            {
                return new ResourceStatus(
                    _used, _limit,
                    [.. _classes.Where(static pair => pair.Value.Limit > 0).Select(static pair => new ResourceClassStatus(pair.Key, pair.Value.Used, pair.Value.Limit))],
                    [.. _waiting.Select(static request => new ResourceWait(request.Name, request.Memory, request.Class, request.Since))]);
            }
        }
    }

    /// <summary>Changes what there is, also while work goes on. Less than is in use: nothing new begins until it fits.</summary>
    public void Use(ResourceSettings settings)
    {
        List<RoomRequest> let;
        lock (_lock)
        {
            _limit = settings.Memory;
            foreach (var known in _classes.Values)
                known.Limit = 0;
            foreach (var (name, limit) in settings.Classes)
                ClassOf(name).Limit = limit;
            let = Admit(null);
        }

        Proceed(let);
    }

    /// <summary>Asks for room.</summary>
    /// <returns>
    /// True: the answer is there (<see cref="RoomRequest.IsAdmitted"/>, or <see cref="RoomRequest.IsRefused"/>). False: the request waits, and its
    /// worker may be run by another thread already.
    /// </returns>
    public bool TryEnter(RoomRequest request)
    {
        lock (_lock)
        {
            (request.IsAdmitted, request.IsRefused, request.Since) = (false, false, time.GetUtcNow());
            _waiting.Add(request);
            Admit(request);
            return request.IsAdmitted || request.IsRefused;
        }
    }

    /// <summary>Gives back what a request had.</summary>
    public void Leave(RoomRequest request)
    {
        List<RoomRequest> let;
        lock (_lock)
        {
            request.IsAdmitted = false;
            _used -= request.Memory;
            if (request.Class is { } name)
                ClassOf(name).Used--;
            let = _waiting.Count > 0 ? Admit(null) : [];
        }

        Proceed(let);
    }

    // What an earlier request needs is counted as gone for those behind it, whether it gets it now or not.
    private List<RoomRequest> Admit(RoomRequest? own)
    {
        List<RoomRequest> let = [];
        var left = (_limit ?? long.MaxValue) - _used;
        foreach (var room in _classes.Values)
            room.Left = room.Limit - room.Used;
        for (var i = 0; i < _waiting.Count; i++)
        {
            var request = _waiting[i];
            var room = request.Class is { } name ? ClassOf(name) : null;
            request.IsRefused = request.Memory > _limit;
            if (!request.IsRefused)
            {
                request.IsAdmitted = (request.Memory == 0 || request.Memory <= left) && room is null or { Left: > 0 };
                left -= request.Memory;
                if (room is not null)
                    room.Left--;
            }

            if (!request.IsAdmitted && !request.IsRefused)
                continue;
            _waiting.RemoveAt(i--);
            if (request.IsAdmitted)
            {
                _used += request.Memory;
                if (room is not null)
                    room.Used++;
            }

            if (!ReferenceEquals(request, own))
                let.Add(request);
        }

        return let;
    }

    private static void Proceed(List<RoomRequest> let)
    {
        foreach (var request in let)
            request.Proceed();
    }

    private ClassRoom ClassOf(string name)
    {
        if (!_classes.TryGetValue(name, out var room))
            _classes.Add(name, room = new ClassRoom());
        return room;
    }

    private sealed class ClassRoom
    {
        public int Limit { get; set; }

        public int Used { get; set; }

        /// <summary>What is not in use and not spoken for, while requests are gone through.</summary>
        public int Left { get; set; }
    }
}
