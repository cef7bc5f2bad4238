using System.Buffers.Binary;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;
using Windrow.Native.EcCodes.Structure;

namespace Windrow.Fields.Grib.Values;

/// <summary>
/// GRIB2 simple packing (template 5.0) without a bitmap in whole octets per value, with the same arithmetic in the same
/// order as ecCodes, so that results are equal in every bit: value = (integer x 2^E + R) x 10^-D.
/// </summary>
internal static class SimplePacking
{
    public static bool TryDecode(ReadOnlySpan<byte> message, in GribSections sections, Span<double> values, out int count)
    {
        var section = sections.Octets(message, sections.Representation);
        count = 0;
        if (BinaryPrimitives.ReadUInt16BigEndian(section[9..]) != 0 || message[sections.Bitmap + 5] != 255)
            return false;
        var number = BinaryPrimitives.ReadUInt32BigEndian(section[5..]);
        var bits = section[19];
        if (bits is not (8 or 16 or 24) || number != GribValues.Points(message, sections) || number > (uint)values.Length)
            return false;
        var binaryScale = SignAndMagnitude(section[15..]);
        var decimalScale = SignAndMagnitude(section[17..]);
        var reference = (double)BinaryPrimitives.ReadSingleBigEndian(section[11..]);
        if (Math.Abs(binaryScale) > 1000 || Math.Abs(decimalScale) > 300 || !double.IsFinite(reference))
            return false;
        count = (int)number;
        var data = message.Slice(sections.Data + 5, count * (bits / 8));
        Unpack(data, bits, Power(2, binaryScale), reference, Power(10, -decimalScale), values[..count]);
        return true;
    }

    private static void Unpack(ReadOnlySpan<byte> data, int bits, double scale, double reference, double factor, Span<double> values)
    {
        switch (bits)
        {
            case 8:
                for (var i = 0; i < values.Length; i++)
                    values[i] = ((data[i] * scale) + reference) * factor;
                break;
            case 16:
                Unpack16(MemoryMarshal.Cast<byte, ushort>(data), scale, reference, factor, values);
                break;
            default:
                for (var i = 0; i < values.Length; i++)
                {
                    var octets = data.Slice(i * 3, 3);
                    values[i] = (((octets[0] << 16 | octets[1] << 8 | octets[2]) * scale) + reference) * factor;
                }

                break;
        }
    }

    // The bulk of all fields is packed in 16 bits. Product and sum stay apart, as ecCodes rounds both.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Unpack16(ReadOnlySpan<ushort> words, double scale, double reference, double factor, Span<double> values)
    {
        var done = 0;
        if (Avx.IsSupported)
        {
            var (scales, references, factors) = (Vector256.Create(scale), Vector256.Create(reference), Vector256.Create(factor));
            ref var source = ref MemoryMarshal.GetReference(words);
            ref var target = ref MemoryMarshal.GetReference(values);
            for (; done <= values.Length - 8; done += 8)
            {
                var eight = Vector128.LoadUnsafe(ref source, (nuint)done);
                var (low, high) = Vector128.Widen((eight << 8) | (eight >> 8));
                (((Avx.ConvertToVector256Double(low.AsInt32()) * scales) + references) * factors).StoreUnsafe(ref target, (nuint)done);
                (((Avx.ConvertToVector256Double(high.AsInt32()) * scales) + references) * factors).StoreUnsafe(ref target, (nuint)done + 4);
            }
        }

        for (; done < values.Length; done++)
            values[done] = ((BinaryPrimitives.ReverseEndianness(words[done]) * scale) + reference) * factor;
    }

    /// <summary>By repeated multiplication and one division: another way would round differently from ecCodes.</summary>
    private static double Power(double radix, int exponent)
    {
        var power = 1.0;
        for (var i = 0; i < Math.Abs(exponent); i++)
            power *= radix;
        return exponent < 0 ? 1.0 / power : power;
    }

    private static int SignAndMagnitude(ReadOnlySpan<byte> octets)
    {
        var number = BinaryPrimitives.ReadUInt16BigEndian(octets);
        return (number & 0x8000) == 0 ? number : -(number & 0x7fff);
    }
}
