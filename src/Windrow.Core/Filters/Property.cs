using System.Text;
using Windrow.Core.Messages;

namespace Windrow.Core.Filters;

/// <summary>The value that a message has under a key.</summary>
public sealed class Property(MetadataKey key, FilterSource source = default) : Expression(source, 1)
{
    private readonly MetadataSlot _slot = new(key);

    public MetadataKey Key => _slot.Key;

    public override bool TryEvaluate(Metadata metadata, out MetadataValue value) => _slot.TryGet(metadata, out value);

    public override void CollectKeys(ISet<MetadataKey> keys) => keys.Add(Key);

    internal override void Print(StringBuilder text) => text.Append(Cql2.Cql2Names.Quote(Key.Name));
}
