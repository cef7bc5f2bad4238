using System.Diagnostics.CodeAnalysis;

namespace Windrow.Exec.Workers;

/// <summary>A set as this process knows it.</summary>
internal sealed class WorkerSet
{
    private readonly Dictionary<string, string> _values = new(StringComparer.Ordinal);
    private readonly List<(string Id, string Value)> _order = [];

    public int Count => _order.Count;

    /// <summary>When somebody last asked for it.</summary>
    public long Used { get; set; }

    public bool TryGet(string id, [NotNullWhen(true)] out string? value) => _values.TryGetValue(id, out value);

    public void Add(string id, string value)
    {
        if (_values.TryAdd(id, value))
            _order.Add((id, value));
    }

    public IReadOnlyList<(string Id, string Value)> From(int first) => first >= _order.Count ? [] : _order[Math.Max(0, first)..];
}
