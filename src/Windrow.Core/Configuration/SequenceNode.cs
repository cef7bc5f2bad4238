namespace Windrow.Core.Configuration;

/// <summary>A list.</summary>
public sealed class SequenceNode : ConfigNode
{
    private readonly ConfigNode[] _shared;
    private ConfigNode[]? _items;

    public SequenceNode(IEnumerable<ConfigNode> items, SourceLocation? location = null, string? tag = null)
        : this([.. items], location ?? SourceLocation.None, null, tag)
    {
        _items = _shared;
        var size = 1;
        foreach (var item in _shared)
        {
            size += item.Size;
            Height = Math.Max(Height, item.Height);
        }
        Size = size;
        Height++;
    }

    private SequenceNode(ConfigNode[] shared, SourceLocation location, SourceLocation? aliasedAt, string? tag)
        : base(location, aliasedAt, tag) => _shared = shared;

    public IReadOnlyList<ConfigNode> Items => _items ??= Array.ConvertAll(_shared, item => item.SeenFrom(AliasedAt!.Value));

    internal override int Size { get; }

    internal override int Height { get; }

    public override string Describe() => "a list";

    public override bool HasSameContent(ConfigNode other)
    {
        if (other is not SequenceNode sequence || sequence._shared.Length != _shared.Length)
            return false;
        for (var i = 0; i < _shared.Length; i++)
        {
            if (!_shared[i].HasSameContent(sequence._shared[i]))
                return false;
        }
        return true;
    }

    internal override ConfigNode SeenFrom(SourceLocation alias) => new SequenceNode(this, alias);

    // Items are wrapped when they are asked for: an alias costs one node, not a copy of the tree.
    private SequenceNode(SequenceNode original, SourceLocation alias)
        : this(original._shared, original.Location, alias, original.Tag)
    {
        Size = original.Size;
        Height = original.Height;
    }
}
