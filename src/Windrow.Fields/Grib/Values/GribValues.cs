using System.Buffers.Binary;
using Windrow.Native.EcCodes;
using Windrow.Native.EcCodes.Structure;

namespace Windrow.Fields.Grib.Values;

/// <summary>
/// Reads the values of a message whose structure was checked (<see cref="GribStructure"/>). Values are in the unit of the
/// key <c>units</c>, in the order of the message, one per grid point.
/// </summary>
public static class GribValues
{
    /// <summary>
    /// How many values <see cref="Decode"/> gives: the grid points of GRIB2. For GRIB1, for spherical harmonics and other
    /// packings where only ecCodes can tell, a handle is made.
    /// </summary>
    public static int Count(ReadOnlyMemory<byte> message, in GribSections sections)
    {
        if (sections.Edition == 2 && IsGridPoint(message.Span, sections))
            return checked((int)Points(message.Span, sections));
        using var handle = GribHandle.Wrap(message);
        return handle.GetSize("values");
    }

    /// <summary>Decodes all values.</summary>
    /// <param name="message">From <c>GRIB</c> to <c>7777</c>.</param>
    /// <param name="sections">Its sections.</param>
    /// <param name="missing">What stands for a point without a value; any number, NaN included.</param>
    /// <param name="values">Room for at least <see cref="Count"/> values.</param>
    /// <returns>How many values there are.</returns>
    /// <exception cref="EcCodesException">The data cannot be decoded, or do not fit.</exception>
    public static int Decode(ReadOnlyMemory<byte> message, in GribSections sections, double missing, Span<double> values)
    {
        if (sections.Edition == 2 && SimplePacking.TryDecode(message.Span, sections, values, out var count))
            return count;
        using var handle = GribHandle.Wrap(message);
        return DecodeWith(handle, missing, values);
    }

    /// <summary>Decodes through a handle that the caller has; see <see cref="Decode"/>.</summary>
    public static int DecodeWith(GribHandle handle, double missing, Span<double> values)
    {
        // ecCodes compares its mark with numbers, so NaN cannot be one.
        var mark = double.IsFinite(missing) ? missing : Mark;
        handle.SetMissingValue(mark);
        var count = handle.GetDoubles("values", values);
        if (!double.IsFinite(missing))
            values[..count].Replace(mark, missing);
        return count;
    }

    /// <summary>No packing of GRIB gives this number.</summary>
    private const double Mark = double.MinValue;

    private static bool IsGridPoint(ReadOnlySpan<byte> message, in GribSections sections) =>
        BinaryPrimitives.ReadUInt16BigEndian(message[(sections.Representation + 9)..]) is not (50 or 51 or 50001 or 50002)
        && BinaryPrimitives.ReadUInt16BigEndian(message[(sections.Grid + 12)..]) is < 50 or 90 or 101 or 140 or 150;

    internal static uint Points(ReadOnlySpan<byte> message, in GribSections sections) =>
        BinaryPrimitives.ReadUInt32BigEndian(message[(sections.Grid + 6)..]);
}
