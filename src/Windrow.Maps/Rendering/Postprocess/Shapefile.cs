using System.Buffers.Binary;
using Windrow.Core.Errors;
using Windrow.Core.IO;

namespace Windrow.Maps.Rendering.Postprocess;

/// <summary>
/// Reads the polygons of a shapefile (ESRI Shapefile Technical Description, July 1998): rings of points in degrees. GDAL is not
/// needed for that. A <c>.prj</c> file beside it that tells of another system than degrees is refused.
/// </summary>
internal static class Shapefile
{
    private const int HeaderLength = 100;
    private const int RecordHeaderLength = 8;
    private const int PolygonHeaderLength = 44;
    private const long LargestFile = 1L << 30;

    /// <exception cref="InvalidDataException">The file is no shapefile of polygons, or damaged.</exception>
    /// <exception cref="FailureException">Permanent: it is not in degrees.</exception>
    public static IReadOnlyList<(double X, double Y)[]> Read(IFileSystem files, string path)
    {
        CheckSystem(files, Path.ChangeExtension(path, ".prj"));
        var octets = ReadAll(files, path);
        if (octets.Length < HeaderLength || BinaryPrimitives.ReadInt32BigEndian(octets) != 9994)
            throw new InvalidDataException($"'{path}' is no shapefile.");
        var rings = new List<(double X, double Y)[]>();
        for (var rest = octets.AsSpan(HeaderLength); rest.Length >= RecordHeaderLength;)
        {
            var length = 2L * BinaryPrimitives.ReadUInt32BigEndian(rest[4..]);
            if (length > rest.Length - RecordHeaderLength)
                throw new InvalidDataException($"The shapefile '{path}' is truncated, or the length of a record is wrong.");
            ReadPolygon(rest.Slice(RecordHeaderLength, (int)length), path, rings);
            rest = rest[(RecordHeaderLength + (int)length)..];
        }

        return rings.Count > 0 ? rings : throw new InvalidDataException($"The shapefile '{path}' has no polygon.");
    }

    private static void ReadPolygon(ReadOnlySpan<byte> record, string path, List<(double X, double Y)[]> rings)
    {
        var type = record.Length >= 4 ? BinaryPrimitives.ReadInt32LittleEndian(record) : -1;
        if (type == 0)
            return; // a null shape
        if (type is not (5 or 15 or 25))
            throw new InvalidDataException($"The shapefile '{path}' has a shape of type {type}; polygons are read (5, 15, 25).");
        var (parts, points) = record.Length >= PolygonHeaderLength
            ? (BinaryPrimitives.ReadInt32LittleEndian(record[36..]), BinaryPrimitives.ReadInt32LittleEndian(record[40..]))
            : (-1, -1);
        if (parts < 0 || points < 0 || PolygonHeaderLength + (4L * parts) + (16L * points) > record.Length)
            throw new InvalidDataException($"The shapefile '{path}' has a polygon that is longer than its record.");
        var coordinates = record[(PolygonHeaderLength + (4 * parts))..];
        for (var part = 0; part < parts; part++)
        {
            var from = PartAt(record, part);
            var to = part + 1 < parts ? PartAt(record, part + 1) : points;
            if (from < 0 || to < from || to > points)
                throw new InvalidDataException($"The shapefile '{path}' has a polygon whose rings are not in order.");
            var ring = new (double, double)[to - from];
            for (var n = 0; n < ring.Length; n++)
            {
                var point = coordinates[(16 * (from + n))..];
                ring[n] = (BinaryPrimitives.ReadDoubleLittleEndian(point), BinaryPrimitives.ReadDoubleLittleEndian(point[8..]));
            }

            rings.Add(ring);
        }
    }

    private static int PartAt(ReadOnlySpan<byte> record, int part) => BinaryPrimitives.ReadInt32LittleEndian(record[(PolygonHeaderLength + (4 * part))..]);

    private static void CheckSystem(IFileSystem files, string path)
    {
        if (files.Find(path) is not { Length: > 0 and < 100_000 })
            return;
        var text = System.Text.Encoding.ASCII.GetString(ReadAll(files, path));
        if (text.TrimStart().StartsWith("PROJCS", StringComparison.OrdinalIgnoreCase) || text.TrimStart().StartsWith("PROJCRS", StringComparison.OrdinalIgnoreCase))
            throw new FailureException(Failure.Permanent($"the shapefile of '{path}' is not in degrees", "convert it with: ogr2ogr -t_srs EPSG:4326 NEW.shp OLD.shp"));
    }

    private static byte[] ReadAll(IFileSystem files, string path)
    {
        using var stream = files.OpenRead(path);
        if (stream.Length > LargestFile)
            throw new InvalidDataException($"'{path}' is larger than 1 GiB.");
        var octets = new byte[stream.Length];
        stream.ReadExactly(octets);
        return octets;
    }
}
