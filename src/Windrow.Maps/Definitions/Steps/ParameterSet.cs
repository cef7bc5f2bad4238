using System.Collections.Frozen;

namespace Windrow.Maps.Definitions.Steps;

/// <summary>The drawing parameters that a step takes, with their types.</summary>
internal sealed class ParameterSet
{
    private readonly FrozenDictionary<string, ParameterKind> _kinds;
    private readonly string[] _openPrefixes;

    private ParameterSet(IEnumerable<KeyValuePair<string, ParameterKind>> kinds, string[] openPrefixes)
    {
        _kinds = kinds.ToFrozenDictionary(StringComparer.Ordinal);
        _openPrefixes = openPrefixes;
    }

    public static ParameterSet Empty { get; } = new([], []);

    public IEnumerable<string> Names => _kinds.Keys;

    public ParameterKind? this[string name] => _kinds.TryGetValue(name, out var kind) ? kind : null;

    /// <summary>Whether there may be parameters with this beginning that are not listed here.</summary>
    public bool MayKnow(string name) => Array.Exists(_openPrefixes, prefix => name.StartsWith(prefix, StringComparison.Ordinal));

    /// <summary>
    /// Adds parameters; <c>{a,b}</c> in a name stands for both, and an empty alternative for nothing.
    /// </summary>
    public ParameterSet With(ParameterKind kind, string names)
    {
        var kinds = _kinds.ToDictionary();
        foreach (var name in names.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries).SelectMany(Expand))
            kinds[name] = kind;
        return new ParameterSet(kinds, _openPrefixes);
    }

    public ParameterSet With(ParameterSet other) => new(_kinds.Concat(other._kinds.Where(pair => !_kinds.ContainsKey(pair.Key))), [.. _openPrefixes, .. other._openPrefixes]);

    /// <summary>Says that more parameters with this beginning exist than are listed.</summary>
    public ParameterSet Open(string prefix) => new(_kinds, [.. _openPrefixes, prefix]);

    private static IEnumerable<string> Expand(string pattern)
    {
        var open = pattern.IndexOf('{', StringComparison.Ordinal);
        if (open < 0)
            return [pattern];
        var close = pattern.IndexOf('}', open);
        return pattern[(open + 1)..close].Split(',').SelectMany(word => Expand(pattern[..open] + word + pattern[(close + 1)..]));
    }
}
