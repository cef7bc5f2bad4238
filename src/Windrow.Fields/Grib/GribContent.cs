using Windrow.Core.Payloads;
using Windrow.Fields.Grib.Encoding;
using Windrow.Fields.Grib.Keys;
using Windrow.Fields.Values;
using Windrow.Native.EcCodes.Structure;

namespace Windrow.Fields.Grib;

/// <summary>What a message of the engine has from a GRIB message in pooled memory: payload and lazy metadata.</summary>
internal static class GribContent
{
    /// <summary>Copies a framed message and checks it.</summary>
    /// <param name="isFresh">It was just encoded; see <see cref="GribConstants"/>.</param>
    public static bool TryCopy(ReadOnlySpan<byte> octets, bool isFresh, out GribPayload? payload, out GribTail? tail, out GribDefect? defect)
    {
        var buffer = NativeBufferPool.Shared.Rent(octets.Length);
        octets.CopyTo(buffer.GetSpan());
        if (isFresh)
            GribConstants.ClearScale(buffer.GetSpan()[..octets.Length]);
        return TryOpen(buffer, octets.Length, out payload, out tail, out defect);
    }

    /// <summary>Checks a framed message that stands at the beginning of a buffer, which becomes the payload's; on a defect it is given back.</summary>
    public static bool TryOpen(NativeBuffer buffer, int length, out GribPayload? payload, out GribTail? tail, out GribDefect? defect)
    {
        if (!GribKeys.TryOpen(buffer.Memory[..length], out var keys, out defect))
        {
            buffer.Return();
            (payload, tail) = (null, null);
            return false;
        }

        payload = GribPayload.Of(keys!.Message, keys.Sections, new Owner(keys, buffer));
        tail = GribTail.Of(keys);
        return true;
    }

    private sealed class Owner(GribKeys keys, NativeBuffer buffer) : IDisposable
    {
        public void Dispose()
        {
            keys.Dispose();
            buffer.Return();
        }
    }
}
