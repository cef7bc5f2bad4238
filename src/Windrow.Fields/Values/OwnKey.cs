using Windrow.Core.Messages;

namespace Windrow.Fields.Values;

/// <summary>
/// A key that only our own and multio's metadata have. Lazy tails are not asked for it: a GRIB message that lacks a key
/// finds that out at the price of a handle.
/// </summary>
internal sealed class OwnKey(string name)
{
    private readonly MetadataSlot _slot = new(name);

    public MetadataKey Key => _slot.Key;

    public bool TryGet(Metadata metadata, out MetadataValue value)
    {
        if (metadata.Tail is null || metadata.Shape.IndexOf(Key) >= 0)
            return _slot.TryGet(metadata, out value);
        value = default;
        return false;
    }
}
