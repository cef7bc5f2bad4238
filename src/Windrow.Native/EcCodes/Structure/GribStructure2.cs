using System.Buffers.Binary;

namespace Windrow.Native.EcCodes.Structure;

/// <summary>What must hold inside the sections of a GRIB2 message. Source: WMO Manual on Codes, FM 92 GRIB edition 2.</summary>
internal static class GribStructure2
{
    /// <summary>
    /// A GiB of values in double precision, twenty times a global grid of 10 km. A constant field has no data, so that
    /// a message of a hundred octets could ask for any number of points.
    /// </summary>
    public const int MaxPoints = 1 << 27;

    public static (int Offset, string? Reason) Fault(ReadOnlySpan<byte> message, in GribSections sections)
    {
        var identification = sections.Octets(message, sections.Identification);
        if (identification.Length < 21)
            return (sections.Identification, "section 1 is too short");
        var grid = sections.Octets(message, sections.Grid);
        if (GridFault(grid) is { } gridFault)
            return (sections.Grid, gridFault);
        var product = sections.Octets(message, sections.Product);
        if (ProductFault(product) is { } productFault)
            return (sections.Product, productFault);
        var points = BinaryPrimitives.ReadUInt32BigEndian(grid[6..]);
        if (points > MaxPoints)
            return (sections.Grid, $"section 3 has {points} points; at most {MaxPoints} are accepted");
        var representation = sections.Octets(message, sections.Representation);
        if (RepresentationFault(representation, grid, points, sections.Octets(message, sections.Data)) is { } packingFault)
            return (sections.Representation, packingFault);
        return (sections.Bitmap, BitmapFault(sections.Octets(message, sections.Bitmap), points, representation));
    }

    private static string? GridFault(ReadOnlySpan<byte> grid)
    {
        if (grid.Length < 14)
            return "section 3 is too short";
        var template = BinaryPrimitives.ReadUInt16BigEndian(grid[12..]);
        var least = LeastGridLength(template);
        if (grid.Length < least)
            return $"section 3 with template {template} is {grid.Length} octets long, at least {least} are needed";
        if (least == 0)
            return BifourierFault(grid, template);
        var points = BinaryPrimitives.ReadUInt32BigEndian(grid[6..]);
        var octetsPerCount = grid[10];
        if (template > 43 && octetsPerCount == 0)
            return null;
        var ni = BinaryPrimitives.ReadUInt32BigEndian(grid[30..]);
        var nj = BinaryPrimitives.ReadUInt32BigEndian(grid[34..]);
        if (octetsPerCount == 0)
        {
            return (ulong)ni * nj == points ? null : $"section 3 has {ni} x {nj} points and says {points}";
        }

        if (octetsPerCount is not (1 or 2 or 4) || template > 43)
            return $"section 3 gives the numbers of points in {octetsPerCount} octets";
        // A reduced grid lists the points of each row; the other direction is missing.
        var rows = ni == uint.MaxValue ? nj : ni;
        return rows * (ulong)octetsPerCount <= (ulong)(grid.Length - least)
            ? RowsFault(grid[least..], (int)rows, octetsPerCount, points)
            : $"section 3 has no room for the lengths of {rows} rows";
    }

    /// <summary>Spectral fields on a limited area: ecCodes stops the process when the memory for N x M is not there.</summary>
    private static string? BifourierFault(ReadOnlySpan<byte> grid, int template)
    {
        const uint largest = 4096;
        if (template is < 61 or > 63)
            return null;
        return grid.Length >= 23 && BinaryPrimitives.ReadUInt32BigEndian(grid[15..]) <= largest
            && BinaryPrimitives.ReadUInt32BigEndian(grid[19..]) <= largest
            ? null
            : $"section 3 has a bi-Fourier truncation beyond {largest}";
    }

    private static string? RowsFault(ReadOnlySpan<byte> list, int rows, int size, uint points)
    {
        ulong sum = 0;
        for (var row = 0; row < rows; row++)
        {
            var count = list[(row * size)..];
            var inRow = size switch
            {
                1 => count[0],
                2 => BinaryPrimitives.ReadUInt16BigEndian(count),
                _ => BinaryPrimitives.ReadUInt32BigEndian(count),
            };
            if (inRow == 0)
                return "section 3 has a row without points"; // ecCodes stops the process at one
            sum += inRow;
        }

        return sum == points ? null : $"the rows of section 3 have {sum} points together and the section says {points}";
    }

    /// <summary>The length of section 3 without a list of row lengths, for templates that begin with Ni and Nj; 0 for others.</summary>
    private static int LeastGridLength(int template) => template switch
    {
        0 or 40 => 72,
        1 or 2 or 41 or 42 => 84,
        3 or 43 => 96,
        10 => 72,
        20 => 65,
        30 or 31 => 81,
        110 => 57,
        140 => 64,
        _ => 0,
    };

    private static string? ProductFault(ReadOnlySpan<byte> product)
    {
        if (product.Length < 9)
            return "section 4 is too short";
        var template = BinaryPrimitives.ReadUInt16BigEndian(product[7..]);
        var coordinates = BinaryPrimitives.ReadUInt16BigEndian(product[5..]) * 4;
        if (!GribProductLayout.TryFind(template, out var layout))
            return product.Length < 9 + coordinates ? "section 4 has no room for its vertical coordinates" : null;
        var length = layout.Length;
        if (layout.Interval != 0 && product.Length > layout.Ranges)
            length += 12 * (product[layout.Ranges] - 1);
        if (product.Length >= length && TimeFault(product, layout) is { } timeFault)
            return timeFault;
        return product.Length < length + coordinates
            ? $"section 4 with template {template} is {product.Length} octets long, {length + coordinates} are needed"
            : null;
    }

    private static string? TimeFault(ReadOnlySpan<byte> product, in GribProductLayout layout)
    {
        var forecast = BinaryPrimitives.ReadUInt32BigEndian(product[(layout.TimeUnit + 1)..]);
        var fault = GribTimes.Fault2(product[layout.TimeUnit], forecast) ?? GribTimes.ForecastFault(forecast);
        for (var i = 0; fault is null && layout.Interval != 0 && i < product[layout.Ranges]; i++)
        {
            var range = product.Slice(layout.FirstRange + (12 * i), 12);
            var length = BinaryPrimitives.ReadUInt32BigEndian(range[3..]);
            fault = GribTimes.Fault2(range[2], length) ?? GribTimes.ForecastFault(length);
        }

        return fault;
    }

    private static string? RepresentationFault(
        ReadOnlySpan<byte> section, ReadOnlySpan<byte> grid, uint points, ReadOnlySpan<byte> data)
    {
        if (section.Length < 11)
            return "section 5 is too short";
        var values = BinaryPrimitives.ReadUInt32BigEndian(section[5..]);
        var template = BinaryPrimitives.ReadUInt16BigEndian(section[9..]);
        var least = template switch
        {
            0 => 21,
            2 => 47,
            3 => 49,
            4 => 12,
            40 or 40000 => 23,
            41 or 40010 => 21,
            42 => 25,
            50 => 24,
            51 => 35,
            61 => 24,
            200 => 12,
            50001 or 50002 => 21,
            _ => 11,
        };
        if (section.Length < least)
            return $"section 5 with template {template} is {section.Length} octets long, at least {least} are needed";
        if (values > points && template is not (50 or 51 or 50001 or 50002))
            return $"section 5 has {values} values for {points} points";
        if (least < 20)
        {
            var width = template == 4 ? section[11] switch { 1 => 4UL, 2 => 8UL, _ => 16UL } : 0;
            return values * width > (ulong)data.Length - 5 ? $"section 7 has no room for {values} numbers" : null;
        }

        var bits = section[19];
        if (bits > 64)
            return $"section 5 packs values into {bits} bits";
        if (template is 40 or 40000 && bits > 0)
            return GribCodestreams.JpegFault(data[5..], values);
        if (template is 41 or 40010 && bits > 0)
            return GribCodestreams.PngFault(data[5..], values);
        if (template == 42 && bits > 0 && CcsdsFault(section) is { } ccsdsFault)
            return ccsdsFault;
        if (template is 2 or 3)
            return GribGroups.Fault(section, data[5..], template == 3);
        if (template is 50 or 51)
            return GribHarmonics.Fault2(grid, section, data);
        return template == 0 && (ulong)values * bits > ((ulong)data.Length - 5) * 8
            ? $"section 7 has no room for {values} values of {bits} bits"
            : null;
    }

    /// <summary>CCSDS 121.0-B-3: block size and reference sample interval; libaec damages the heap with others.</summary>
    private static string? CcsdsFault(ReadOnlySpan<byte> section)
    {
        var interval = BinaryPrimitives.ReadUInt16BigEndian(section[23..]);
        return section[22] is 8 or 16 or 32 or 64 && interval is >= 1 and <= 4096 && section[19] <= 32
            ? null
            : $"section 5 describes CCSDS blocks of {section[22]} values, {interval} per reference, in {section[19]} bits";
    }

    private static string? BitmapFault(ReadOnlySpan<byte> bitmap, uint points, ReadOnlySpan<byte> representation)
    {
        if (bitmap.Length < 6)
            return "section 6 is too short";
        var values = BinaryPrimitives.ReadUInt32BigEndian(representation[5..]);
        switch (bitmap[5])
        {
            case 255:
                return null;
            case 254:
                return "section 6 refers to an earlier bitmap, and there is none";
            case > 0:
                return null;
        }

        if (points > ((ulong)bitmap.Length - 6) * 8)
            return $"section 6 has no room for the bits of {points} points";
        var present = GribBitmap.Count(bitmap[6..], points);
        return present == values ? null : $"section 6 has {present} points with a value and section 5 has {values}";
    }
}
