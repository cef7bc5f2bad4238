using Windrow.Core.Errors;
using Windrow.Core.Messages;

namespace Windrow.Testing.Compliance.Stores;

/// <summary>What a state store should hold, as plain lists: the least that can be said of it.</summary>
internal sealed class StateModel
{
    private readonly Dictionary<string, List<Row>> _queues = [];
    private readonly SortedDictionary<(string Scope, string Key), (byte[] Value, string? Payload)> _items = [];
    private readonly List<Letter> _letters = [];
    private long _sequence;

    public IEnumerable<string> Queues => _queues.Keys.Order(StringComparer.Ordinal);

    public IEnumerable<string> Scopes => _items.Keys.Select(static key => key.Scope).Distinct();

    public IReadOnlyList<Letter> Letters => _letters;

    /// <summary>The payloads that rows name, and how many rows name each.</summary>
    public Dictionary<string, int> Holders => _queues.Values.SelectMany(static rows => rows).Select(static row => row.Payload)
        .Concat(_items.Values.Select(static item => item.Payload))
        .Concat(_letters.Select(static letter => letter.Payload))
        .Where(static payload => payload is not null)
        .GroupBy(static payload => payload!).ToDictionary(static group => group.Key, static group => group.Count());

    public IReadOnlyList<Row> Rows(string queue) => [.. _queues[queue].Where(static row => row.Priority >= 0).OrderByDescending(static row => row.Priority).ThenBy(static row => row.Sequence)];

    /// <summary>Of which only the ids are left.</summary>
    public IReadOnlyList<Row> Done(string queue) => [.. _queues[queue].Where(static row => row.Priority < 0)];

    public IEnumerable<(string Key, byte[] Value, string? Payload)> Items(string scope) =>
        _items.Where(item => item.Key.Scope == scope).Select(static item => (item.Key.Key, item.Value.Value, item.Value.Payload));

    /// <summary>A store that is opened goes on behind the highest number that it holds.</summary>
    public void Reopened() => _sequence = _queues.Values.SelectMany(static rows => rows).Select(static row => row.Sequence).DefaultIfEmpty().Max();

    public void AddQueue(string name) => _queues.TryAdd(name, []);

    public void DropQueue(string name) => _queues.Remove(name);

    public long Enqueue(string queue, MessageId id, int priority, long? key, byte[] body, string? payload)
    {
        if (_queues[queue].Exists(row => row.Id == id))
            return 0;
        _queues[queue].Add(new Row(++_sequence, id, priority, key, 0, default, body, payload));
        return _sequence;
    }

    public bool Raise(string queue, int priority, long? key)
    {
        var rows = _queues[queue];
        var raised = false;
        for (var i = 0; i < rows.Count; i++)
        {
            if (rows[i].Priority < 0 || rows[i].Priority >= priority || (key is not null && rows[i].Key != key))
                continue;
            rows[i] = rows[i] with { Priority = priority };
            raised = true;
        }

        return raised;
    }

    public void Dequeue(string queue, long sequence) => _queues[queue].RemoveAll(row => row.Sequence == sequence);

    public void MarkDone(string queue, long sequence)
    {
        var at = _queues[queue].FindIndex(row => row.Sequence == sequence);
        if (at >= 0)
            _queues[queue][at] = _queues[queue][at] with { Priority = -1, Key = null, Body = [], Payload = null };
    }

    public void Postpone(string queue, long sequence, int attempts, DateTimeOffset notBefore)
    {
        var at = _queues[queue].FindIndex(row => row.Sequence == sequence);
        if (at >= 0)
            _queues[queue][at] = _queues[queue][at] with { Attempts = attempts, NotBefore = notBefore };
    }

    public void PutItem(string scope, string key, byte[] value, string? payload) => _items[(scope, key)] = (value, payload);

    public void RemoveItem(string scope, string key) => _items.Remove((scope, key));

    public void RemoveItems(string scope)
    {
        foreach (var key in _items.Keys.Where(key => key.Scope == scope).ToList())
            _items.Remove(key);
    }

    public void PutLetter(DeadLetter letter, byte[] body, string? payload)
    {
        var at = _letters.FindIndex(other => other.Known.Plan == letter.Plan && other.Known.Action == letter.Action && other.Known.Id == letter.Id);
        if (at >= 0)
            _letters[at] = new Letter(letter, body, payload) { Number = _letters[at].Number };
        else
            _letters.Add(new Letter(letter, body, payload));
    }

    public void RemoveLetter(int at) => _letters.RemoveAt(at);

    internal sealed record Row(long Sequence, MessageId Id, int Priority, long? Key, int Attempts, DateTimeOffset NotBefore, byte[] Body, string? Payload);

    /// <summary>A dead letter; its number is not foretold, but once it is known it stays.</summary>
    internal sealed record Letter(DeadLetter Known, byte[] Body, string? Payload)
    {
        public long? Number { get; set; }
    }
}
