using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Windrow.Maps.Imaging;

/// <summary>
/// The five filters of PNG rows (W3C PNG, third edition, 9.2). A pixel waits for the one to its left, so what can be computed side by side are its channels.
/// </summary>
internal static class PngFilter
{
    private interface IPredictor
    {
        static abstract Vector128<short> Of(Vector128<short> left, Vector128<short> up, Vector128<short> corner);
    }

    /// <param name="unit">Octets of a whole pixel, 1 to 4.</param>
    /// <param name="row">The row as filtered, changed in place.</param>
    /// <param name="above">The row before, unfiltered; zeros for the first.</param>
    public static void Undo(byte filter, int unit, Span<byte> row, ReadOnlySpan<byte> above)
    {
        switch (filter)
        {
            case 0:
                break;
            case 1:
                Undo<Left>(unit, row, above);
                break;
            case 2:
                Undo<Up>(unit, row, above);
                break;
            case 3:
                Undo<Mean>(unit, row, above);
                break;
            case 4:
                Undo<Paeth>(unit, row, above);
                break;
            default:
                throw new InvalidDataException($"The PNG has a row with the unknown filter {filter}.");
        }
    }

    // What is outside the picture counts as zero.
    private static void Undo<T>(int unit, Span<byte> row, ReadOnlySpan<byte> above)
        where T : struct, IPredictor
    {
        var (left, corner) = (Vector128<short>.Zero, Vector128<short>.Zero);
        ref var pixel = ref MemoryMarshal.GetReference(row);
        ref var over = ref MemoryMarshal.GetReference(above[..row.Length]);
        for (var n = 0; n <= row.Length - unit; n += unit)
        {
            var up = Load(ref Unsafe.Add(ref over, n), unit);
            left = (Load(ref Unsafe.Add(ref pixel, n), unit) + T.Of(left, up, corner)) & Vector128.Create<short>(0xFF);
            Store(left, ref Unsafe.Add(ref pixel, n), unit);
            corner = up;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<short> Load(ref byte pixel, int unit)
    {
        uint octets = unit switch
        {
            1 => pixel,
            2 => Unsafe.ReadUnaligned<ushort>(ref pixel),
            3 => Unsafe.ReadUnaligned<ushort>(ref pixel) | ((uint)Unsafe.Add(ref pixel, 2) << 16),
            _ => Unsafe.ReadUnaligned<uint>(ref pixel),
        };
        return Vector128.WidenLower(Vector128.CreateScalar(octets).AsByte()).AsInt16();
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Store(Vector128<short> channels, ref byte pixel, int unit)
    {
        var octets = Vector128.Narrow(channels.AsUInt16(), channels.AsUInt16()).AsUInt32().ToScalar();
        switch (unit)
        {
            case 1:
                pixel = (byte)octets;
                break;
            case 2:
                Unsafe.WriteUnaligned(ref pixel, (ushort)octets);
                break;
            case 3:
                Unsafe.WriteUnaligned(ref pixel, (ushort)octets);
                Unsafe.Add(ref pixel, 2) = (byte)(octets >> 16);
                break;
            default:
                Unsafe.WriteUnaligned(ref pixel, octets);
                break;
        }
    }

    private readonly struct Left : IPredictor
    {
        public static Vector128<short> Of(Vector128<short> left, Vector128<short> up, Vector128<short> corner) => left;
    }

    private readonly struct Up : IPredictor
    {
        public static Vector128<short> Of(Vector128<short> left, Vector128<short> up, Vector128<short> corner) => up;
    }

    private readonly struct Mean : IPredictor
    {
        public static Vector128<short> Of(Vector128<short> left, Vector128<short> up, Vector128<short> corner) => (left + up) >> 1;
    }

    private readonly struct Paeth : IPredictor
    {
        public static Vector128<short> Of(Vector128<short> left, Vector128<short> up, Vector128<short> corner)
        {
            var toLeft = Vector128.Abs(up - corner);
            var toUp = Vector128.Abs(left - corner);
            var toCorner = Vector128.Abs(left + up - corner - corner);
            return Vector128.ConditionalSelect(
                Vector128.LessThanOrEqual(toLeft, toUp) & Vector128.LessThanOrEqual(toLeft, toCorner),
                left,
                Vector128.ConditionalSelect(Vector128.LessThanOrEqual(toUp, toCorner), up, corner));
        }
    }
}
