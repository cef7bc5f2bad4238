using Windrow.Core.Messages;
using Windrow.Maps.Inputs.Planning;
using Windrow.Native.EcCodes;

namespace Windrow.Maps.Inputs.Fields;

/// <summary>The keys of a GRIB message, whether it is in the hands of ecCodes or on its way through a flow.</summary>
internal readonly struct HeaderKeys
{
    private readonly GribHandle? _handle;
    private readonly IMultiViewTail? _tail;

    public HeaderKeys(GribHandle handle) => _handle = handle;

    public HeaderKeys(IMultiViewTail tail) => _tail = tail;

    /// <exception cref="DerivationException">The message has no such key.</exception>
    public long Number(HeaderKey key) => TryNumber(key, out var value) ? value : throw new DerivationException($"it has no '{key.Name}'");

    public bool TryNumber(HeaderKey key, out long value)
    {
        if (_handle is not null)
            return _handle.TryGetLong(key.Native, out value) == EcCodesStatus.Success;
        var isFound = _tail!.TryGetNumber(key.Metadata, out var number);
        value = (long)number;
        return isFound;
    }

    /// <returns>Empty when there is no such key.</returns>
    public string Text(HeaderKey key)
    {
        if (_handle is null)
            return _tail!.TryGetText(key.Metadata, out var text) ? text : "";
        return _handle.TryGetString(key.Native, out var value) == EcCodesStatus.Success ? value ?? "" : "";
    }
}
