using System.Diagnostics.CodeAnalysis;
using Windrow.Core.Messages;
using Windrow.Native.EcCodes;

namespace Windrow.Maps.Tests.Definitions;

/// <summary>The keys of a GRIB message, asked of ecCodes one by one.</summary>
internal sealed class HandleTail(GribHandle handle) : IMultiViewTail
{
    public IEnumerable<MetadataKey> IdentityKeys => [];

    /// <summary>Every GRIB message in a file, whatever stands between them.</summary>
    public static IEnumerable<Metadata> MessagesOf(string file)
    {
        var bytes = File.ReadAllBytes(file);
        for (var at = bytes.AsSpan().IndexOf("GRIB"u8); at >= 0;)
        {
            var edition = bytes[at + 7];
            var length = edition == 1
                ? (bytes[at + 4] << 16) | (bytes[at + 5] << 8) | bytes[at + 6]
                : (int)System.Buffers.Binary.BinaryPrimitives.ReadInt64BigEndian(bytes.AsSpan(at + 8));
            yield return Metadata.Empty.WithTail(new HandleTail(GribHandle.Wrap(bytes.AsMemory(at, length))));
            var next = bytes.AsSpan(at + length).IndexOf("GRIB"u8);
            at = next < 0 ? -1 : at + length + next;
        }
    }

    public bool TryGet(MetadataKey key, out MetadataValue value)
    {
        var found = TryGetText(key, out var text);
        value = found ? text! : default(MetadataValue);
        return found;
    }

    public bool TryGetNumber(MetadataKey key, out double value) => handle.TryGetDouble(key.Name, out value) == EcCodesStatus.Success;

    public bool TryGetText(MetadataKey key, [NotNullWhen(true)] out string? value)
    {
        var isFound = handle.TryGetString(key.Name, out var text) == EcCodesStatus.Success;
        value = isFound ? text : null;
        return isFound;
    }
}
