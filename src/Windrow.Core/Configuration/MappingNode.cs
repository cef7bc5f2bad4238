using System.Diagnostics.CodeAnalysis;

namespace Windrow.Core.Configuration;

/// <summary>A mapping from names to nodes that keeps the order of its entries.</summary>
public sealed class MappingNode : ConfigNode
{
    private const int LinearSearchLimit = 8;

    private readonly ConfigEntry[] _shared;
    private ConfigEntry[]? _entries;
    private Dictionary<string, int>? _index;

    /// <summary>Makes a mapping of entries with distinct names; of two equal ones a lookup finds the first.</summary>
    public MappingNode(IEnumerable<ConfigEntry> entries, SourceLocation? location = null, string? tag = null)
        : this([.. entries], location ?? SourceLocation.None, null, tag)
    {
        _entries = _shared;
        var size = 1;
        foreach (var entry in _shared)
        {
            size += 1 + entry.Value.Size;
            Height = Math.Max(Height, entry.Value.Height);
        }
        Size = size;
        Height++;
    }

    private MappingNode(ConfigEntry[] shared, SourceLocation location, SourceLocation? aliasedAt, string? tag)
        : base(location, aliasedAt, tag) => _shared = shared;

    // Entries are wrapped when they are asked for: an alias costs one node, not a copy of the tree.
    private MappingNode(MappingNode original, SourceLocation alias)
        : this(original._shared, original.Location, alias, original.Tag)
    {
        Size = original.Size;
        Height = original.Height;
    }

    public IReadOnlyList<ConfigEntry> Entries => _entries ??= Array.ConvertAll(
        _shared,
        entry => new ConfigEntry((ScalarNode)entry.Key.SeenFrom(AliasedAt!.Value), entry.Value.SeenFrom(AliasedAt!.Value)));

    /// <summary>What stands under the name, or null.</summary>
    public ConfigNode? this[string name] => TryGet(name, out var entry) ? entry.Value : null;

    internal override int Size { get; }

    internal override int Height { get; }

    public bool TryGet(string name, [MaybeNullWhen(false)] out ConfigEntry entry)
    {
        var position = Find(name);
        entry = position < 0 ? null : Entries[position];
        return position >= 0;
    }

    public override string Describe() => "a mapping";

    public override bool HasSameContent(ConfigNode other)
    {
        if (other is not MappingNode mapping || mapping._shared.Length != _shared.Length)
            return false;
        for (var i = 0; i < _shared.Length; i++)
        {
            if (_shared[i].Name != mapping._shared[i].Name || !_shared[i].Value.HasSameContent(mapping._shared[i].Value))
                return false;
        }
        return true;
    }

    internal override ConfigNode SeenFrom(SourceLocation alias) => new MappingNode(this, alias);

    private int Find(string name)
    {
        if (_shared.Length <= LinearSearchLimit)
        {
            for (var i = 0; i < _shared.Length; i++)
            {
                if (_shared[i].Name == name)
                    return i;
            }
            return -1;
        }
        if (_index is null)
        {
            var index = new Dictionary<string, int>(_shared.Length, StringComparer.Ordinal);
            for (var i = 0; i < _shared.Length; i++)
                index.TryAdd(_shared[i].Name, i);
            _index = index;
        }
        return _index.TryGetValue(name, out var found) ? found : -1;
    }
}
