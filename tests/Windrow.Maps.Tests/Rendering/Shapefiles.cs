using System.Buffers.Binary;

namespace Windrow.Maps.Tests.Rendering;

/// <summary>Writes the smallest shapefiles: one polygon.</summary>
internal static class Shapefiles
{
    public static void Write(string path, (double X, double Y)[][] rings)
    {
        var points = rings.Sum(static ring => ring.Length);
        var record = new byte[44 + (4 * rings.Length) + (16 * points)];
        BinaryPrimitives.WriteInt32LittleEndian(record, 5);
        BinaryPrimitives.WriteInt32LittleEndian(record.AsSpan(36), rings.Length);
        BinaryPrimitives.WriteInt32LittleEndian(record.AsSpan(40), points);
        var (part, at, first) = (44, 44 + (4 * rings.Length), 0);
        foreach (var ring in rings)
        {
            BinaryPrimitives.WriteInt32LittleEndian(record.AsSpan(part), first);
            (part, first) = (part + 4, first + ring.Length);
            foreach (var (x, y) in ring)
            {
                BinaryPrimitives.WriteDoubleLittleEndian(record.AsSpan(at), x);
                BinaryPrimitives.WriteDoubleLittleEndian(record.AsSpan(at + 8), y);
                at += 16;
            }
        }

        var file = new byte[108 + record.Length];
        BinaryPrimitives.WriteInt32BigEndian(file, 9994);
        BinaryPrimitives.WriteInt32BigEndian(file.AsSpan(24), file.Length / 2);
        BinaryPrimitives.WriteInt32LittleEndian(file.AsSpan(28), 1000);
        BinaryPrimitives.WriteInt32LittleEndian(file.AsSpan(32), 5);
        BinaryPrimitives.WriteInt32BigEndian(file.AsSpan(100), 1);
        BinaryPrimitives.WriteInt32BigEndian(file.AsSpan(104), record.Length / 2);
        record.CopyTo(file, 108);
        File.WriteAllBytes(path, file);
    }
}
