using System.Text;
using Windrow.Core.Messages;

namespace Windrow.Core.Filters;

/// <summary>ecCodes' <c>defined(key)</c>: true when the message has the key, else false, without aborting the condition.</summary>
public sealed class Defined(MetadataKey key, FilterSource source = default) : Leaf(source)
{
    private readonly MetadataSlot _slot = new(key);

    public MetadataKey Key => _slot.Key;

    public override Truth Evaluate(Metadata metadata) => _slot.TryGet(metadata, out _) ? Truth.True : Truth.False;

    public override void CollectKeys(ISet<MetadataKey> keys) => keys.Add(Key);

    internal override void Print(StringBuilder text) => text.Append("defined(").Append(Key.Name).Append(')');
}
