using System.Buffers.Binary;

namespace Windrow.Native.EcCodes.Structure;

/// <summary>What must hold inside the sections of a GRIB1 message. Source: WMO FM 92 GRIB edition 1.</summary>
internal static class GribStructure1
{
    public static (int Offset, string? Reason) Fault(ReadOnlySpan<byte> message, in GribSections sections)
    {
        var grid = sections.Octets(message, sections.Grid);
        var data = sections.Octets(message, sections.Data);
        if (GridFault(grid) is { } gridFault)
            return (sections.Grid, gridFault);
        if (GribTimes.UnitFault1(message[sections.Product + 17]) is { } unitFault)
            return (sections.Product, unitFault);
        if ((data[3] & 0x80) != 0 && GribHarmonics.Fault1(grid, data) is { } harmonicsFault)
            return (sections.Data, harmonicsFault);
        var bits = data[10];
        if (bits > 64)
            return (sections.Data, $"the data section packs values into {bits} bits");
        var unused = data[3] & 0x0f;
        return (sections.Data, unused > (data.Length - 11) * 8 ? "the data section has more unused bits than bits" : null);
    }

    private static string? GridFault(ReadOnlySpan<byte> grid)
    {
        if (grid.IsEmpty)
            return null;
        // The list of vertical coordinates (4 octets each) or row lengths begins at octet PV; 255 stands for none.
        var coordinates = grid[3];
        var list = grid[4];
        if (list is not (0 or 255) && list - 1 + (coordinates * 4) > grid.Length)
            return "the grid section has no room for its vertical coordinates";
        var ni = BinaryPrimitives.ReadUInt16BigEndian(grid[6..]);
        var nj = BinaryPrimitives.ReadUInt16BigEndian(grid[8..]);
        if (ni != ushort.MaxValue || grid[5] is not (0 or 4 or 10 or 14 or 24 or 34))
        {
            return ni * (long)nj <= GribStructure2.MaxPoints || ni == ushort.MaxValue || nj == ushort.MaxValue
                ? null
                : $"the grid section has {ni} x {nj} points; at most {GribStructure2.MaxPoints} are accepted";
        }

        return RowsFault(grid, list - 1 + (coordinates * 4), nj);
    }

    /// <summary>A reduced grid lists the points of each row, in two octets each; ecCodes stops the process at a row without.</summary>
    private static string? RowsFault(ReadOnlySpan<byte> grid, int start, int rows)
    {
        if (start < 28 || start + (rows * 2) > grid.Length)
            return $"the grid section has no room for the lengths of {rows} rows";
        for (var row = 0; row < rows; row++)
        {
            if (BinaryPrimitives.ReadUInt16BigEndian(grid[(start + (row * 2))..]) == 0)
                return "the grid section has a row without points";
        }

        return null;
    }
}
