using System.Buffers.Binary;
using System.Diagnostics.CodeAnalysis;

namespace Windrow.Native.EcCodes.Structure;

/// <summary>
/// Where the sections of a message begin, found by their length fields. Sections tile the message without a gap in the
/// order that WMO's Manual on Codes gives; a message for which that is not so has no <see cref="GribSections"/>.
/// Offsets are from the start of the message; 0 stands for a section that is not there.
/// </summary>
public readonly struct GribSections
{
    private GribSections(int edition, int identification, int local, int grid, int product, int representation,
        int bitmap, int data, int end, int fields)
    {
        Edition = edition;
        Identification = identification;
        Local = local;
        Grid = grid;
        Product = product;
        Representation = representation;
        Bitmap = bitmap;
        Data = data;
        End = end;
        Fields = fields;
    }

    public int Edition { get; }

    /// <summary>GRIB2 section 1; GRIB1 product definition section.</summary>
    public int Identification { get; }

    /// <summary>GRIB2 section 2.</summary>
    public int Local { get; }

    /// <summary>GRIB2 section 3; GRIB1 grid description section.</summary>
    public int Grid { get; }

    /// <summary>GRIB2 section 4; GRIB1 product definition section, the same as <see cref="Identification"/>.</summary>
    public int Product { get; }

    /// <summary>GRIB2 section 5.</summary>
    public int Representation { get; }

    /// <summary>GRIB2 section 6; GRIB1 bitmap section.</summary>
    public int Bitmap { get; }

    /// <summary>GRIB2 section 7; GRIB1 binary data section.</summary>
    public int Data { get; }

    /// <summary>Behind the data section of the first field.</summary>
    public int End { get; }

    /// <summary>How many fields share the message. The sections are those of the first.</summary>
    public int Fields { get; }

    /// <summary>Walks the sections of a whole message.</summary>
    /// <param name="message">From <c>GRIB</c> to <c>7777</c>, as framed.</param>
    /// <param name="sections">The sections, when they tile the message.</param>
    /// <param name="defect">Otherwise what is wrong, and where in the message.</param>
    public static bool TryParse(ReadOnlySpan<byte> message, out GribSections sections, [NotNullWhen(false)] out GribDefect? defect)
    {
        sections = default;
        defect = null;
        if (message.Length < 51)
            defect = new GribDefect(0, $"a GRIB message cannot be {message.Length} octets long");
        else if (message[7] == 2)
            return TryParse2(message, out sections, out defect);
        else if (message[7] == 1)
            return TryParse1(message, out sections, out defect);
        else
            defect = new GribDefect(7, $"GRIB edition {message[7]} is not supported");
        return false;
    }

    private static bool TryParse2(ReadOnlySpan<byte> message, out GribSections sections, [NotNullWhen(false)] out GribDefect? defect)
    {
        sections = default;
        defect = null;
        Span<int> starts = stackalloc int[8];
        starts.Clear();
        var end = message.Length - 4;
        var position = 16;
        var previous = 0;
        var fields = 0;
        while (position < end)
        {
            var number = end - position >= 5 ? message[position + 4] : 0;
            var length = end - position >= 5 ? BinaryPrimitives.ReadUInt32BigEndian(message[position..]) : 0;
            if (length < 5 || length > end - position || !Follows(previous, number))
            {
                defect = new GribDefect(position, length < 5 || length > end - position
                    ? $"section {number} after section {previous} says that it is {length} octets long, {end - position} are left"
                    : $"section {number} cannot follow section {previous}");
                return false;
            }

            if (fields == 0)
                starts[number] = position;
            if (number == 7 && fields++ == 0)
                starts[0] = position + (int)length;
            previous = number;
            position += (int)length;
        }

        if (previous != 7)
        {
            defect = new GribDefect(position, $"the message ends after section {previous}, before its data");
            return false;
        }

        sections = new GribSections(
            2, starts[1], starts[2], starts[3], starts[4], starts[5], starts[6], starts[7], starts[0], fields);
        return true;
    }

    /// <summary>The order of sections: after data, sections 2, 3 or 4 may begin a further field.</summary>
    private static bool Follows(int previous, int number) => previous switch
    {
        1 => number is 2 or 3,
        7 => number is 2 or 3 or 4,
        _ => number == previous + 1,
    };

    private static bool TryParse1(ReadOnlySpan<byte> message, out GribSections sections, [NotNullWhen(false)] out GribDefect? defect)
    {
        sections = default;
        defect = null;
        var end = message.Length - 4;
        var flags = message[15];
        var position = 8 + GribFraming.Length24(message, 8);
        var grid = 0;
        var bitmap = 0;
        if (position - 8 < 28 || !TryStep((flags & 0x80) != 0, 32, message, end, ref position, ref grid)
            || !TryStep((flags & 0x40) != 0, 6, message, end, ref position, ref bitmap))
        {
            defect = new GribDefect(position, "the sections of the message reach beyond its end or are too short");
            return false;
        }

        // A message in units of 120 octets abuses the length of its data section, see GribFraming.
        var large = (message[4] & 0x80) != 0;
        var length = end - position >= 11 ? GribFraming.Length24(message, position) : 0;
        if (end - position < 11 || (large ? length >= 120 && length != end - position : length != end - position))
        {
            defect = new GribDefect(position, $"the data section says that it is {length} octets long, {end - position} are left");
            return false;
        }

        sections = new GribSections(1, 8, 0, grid, 8, 0, bitmap, position, end, 1);
        return true;
    }

    private static bool TryStep(
        bool present, int least, ReadOnlySpan<byte> message, int end, ref int position, ref int start)
    {
        if (!present)
            return position < end;
        if (end - position < least)
            return false;
        var length = GribFraming.Length24(message, position);
        start = position;
        position += length;
        return length >= least && position < end;
    }

    /// <summary>The octets of the section that begins at one of the offsets above; empty for one that is not there.</summary>
    public ReadOnlySpan<byte> Octets(ReadOnlySpan<byte> message, int start)
    {
        if (start == 0)
            return [];
        if (start == Data)
            return message[Data..End];
        return message.Slice(start, Edition == 2
            ? BinaryPrimitives.ReadInt32BigEndian(message[start..])
            : GribFraming.Length24(message, start));
    }
}
