using Windrow.Core.Messages;
using Windrow.Fields.Values;

namespace Windrow.Fields.Encode.Mapping;

/// <summary>A key in the additional metadata of the action, else among a message's own entries. The lazy tail is not asked: what it says is in the base already.</summary>
internal sealed class MergedKey
{
    private readonly OwnKey _own;
    private readonly MetadataValue _additional;

    public MergedKey(string name, Metadata additional)
    {
        _own = new OwnKey(name);
        additional.TryGet(name, out _additional);
    }

    public string Name => _own.Key.Name;

    /// <summary>The first of several names of the same that is there.</summary>
    public static bool TryGetFirst(ReadOnlySpan<MergedKey> names, Metadata metadata, out MetadataValue value)
    {
        foreach (var name in names)
        {
            if (name.TryGet(metadata, out value))
                return true;
        }

        value = default;
        return false;
    }

    public bool TryGet(Metadata metadata, out MetadataValue value)
    {
        value = _additional;
        return !value.IsNone || _own.TryGet(metadata, out value);
    }

    public bool TryGetNumber(Metadata metadata, out long number)
    {
        number = 0;
        return TryGet(metadata, out var value) && MetadataNumber.TryGet(value, out number);
    }

    public bool TryGetText(Metadata metadata, out string text)
    {
        var found = TryGet(metadata, out var value) && value.Type is MetadataType.String or MetadataType.Int64;
        text = found ? value.ToString() : "";
        return found;
    }
}
