using System.Buffers.Binary;
using Windrow.Native.EcCodes.Structure;

namespace Windrow.Fields.Grib.Grids;

/// <summary>Puts another grid into the header of a GRIB message; what it says of parameter, time and level stays octet for octet.</summary>
internal static class GribGridSplice
{
    private const byte HasGrid = 0x80;

    /// <summary>Behind the section that tells the grid.</summary>
    public static int EndOfGrid(in GribSections sections) =>
        sections.Edition == 2 ? sections.Product : sections.Bitmap != 0 ? sections.Bitmap : sections.Data;

    /// <param name="header">A message without values; see <see cref="GribHeader"/>.</param>
    /// <param name="grid">The octets of the other grid's section.</param>
    /// <param name="points">How many points that has.</param>
    /// <returns>A message without values on the other grid.</returns>
    public static byte[] Replace(ReadOnlySpan<byte> header, in GribSections sections, ReadOnlySpan<byte> grid, int points)
    {
        var end = EndOfGrid(sections);
        var begin = sections.Grid != 0 ? sections.Grid : end;
        var result = new byte[begin + grid.Length + header.Length - end];
        header[..begin].CopyTo(result);
        grid.CopyTo(result.AsSpan(begin));
        header[end..].CopyTo(result.AsSpan(begin + grid.Length));
        if (sections.Edition == 2)
        {
            BinaryPrimitives.WriteUInt64BigEndian(result.AsSpan(8), (ulong)result.Length);
            BinaryPrimitives.WriteUInt32BigEndian(result.AsSpan(sections.Representation + grid.Length - (end - begin) + 5), (uint)points);
        }
        else
        {
            result[4] = (byte)(result.Length >> 16);
            result[5] = (byte)(result.Length >> 8);
            result[6] = (byte)result.Length;
            result[sections.Identification + 6] = 255; // the grid is the one that follows, none of a catalogue
            result[sections.Identification + 7] |= HasGrid;
        }

        return result;
    }
}
