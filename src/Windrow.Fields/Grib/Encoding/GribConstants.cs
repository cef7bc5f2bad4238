using System.Buffers.Binary;
using Windrow.Native.EcCodes.Structure;

namespace Windrow.Fields.Grib.Encoding;

/// <summary>
/// Constant fields are packed into no bits, and ecCodes leaves in them the scale of whatever the handle packed before.
/// It has no effect, and is cleared so that equal fields give equal messages.
/// </summary>
internal static class GribConstants
{
    public static void ClearScale(Span<byte> message)
    {
        if (!GribSections.TryParse(message, out var sections, out _))
            return;
        if (sections.Edition == 1)
        {
            var data = message[sections.Data..];
            if (data[10] == 0)
                data.Slice(4, 2).Clear();
            return;
        }

        var representation = message[sections.Representation..sections.Bitmap];
        if (representation.Length > 19 && BinaryPrimitives.ReadUInt16BigEndian(representation[9..]) is 0 or 40 or 41 or 42 && representation[19] == 0)
            representation.Slice(15, 2).Clear();
    }
}
