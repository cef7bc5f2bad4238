using Windrow.Core.Messages;

namespace Windrow.Fields.Aggregate;

/// <summary>Parts that came before the domain that says where their points lie, held with what they owe. Safe for several threads.</summary>
internal sealed class WaitingParts
{
    private readonly Lock _lock = new();
    private readonly List<(Message Part, string Domain, string Client, long Came)> _parts = [];
    private volatile int _count;

    public int Count => _count;

    public void Add(Message part, string domain, string client, long now)
    {
        lock (_lock)
        {
            _parts.Add((part, domain, client, now));
            _count = _parts.Count;
        }
    }

    /// <summary>Takes out, in the order in which they came, the parts that a condition holds for.</summary>
    public List<(Message Part, string Domain, string Client, long Came)> Take(Func<string, string, long, bool> wanted)
    {
        lock (_lock)
        {
            var taken = _parts.Where(part => wanted(part.Domain, part.Client, part.Came)).ToList();
            _parts.RemoveAll(part => wanted(part.Domain, part.Client, part.Came));
            _count = _parts.Count;
            return taken;
        }
    }

    /// <summary>When the oldest came; null when there is none.</summary>
    public long? Oldest
    {
        get
        {
            lock (_lock)
                return _parts.Count == 0 ? null : _parts[0].Came;
        }
    }
}
