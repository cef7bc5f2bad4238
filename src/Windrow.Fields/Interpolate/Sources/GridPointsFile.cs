using System.Globalization;
using System.Text;
using Windrow.Core.IO;
using Windrow.Fields.Grib.Framing;
using Windrow.Fields.Grib.Values;
using Windrow.Fields.Grids;
using Windrow.Native.EcCodes;
using Windrow.Native.EcCodes.Structure;

namespace Windrow.Fields.Interpolate.Sources;

/// <summary>
/// Reads where the points of a grid are: from two GRIB messages, latitudes and longitudes in degrees (told apart by ecCodes' short names, else in
/// this order), or from text with latitude and longitude of one point in each line, apart by spaces, tabs or commas; <c>#</c> begins a comment.
/// </summary>
internal static class GridPointsFile
{
    /// <exception cref="IOException">The file cannot be read, or is neither; the text says why.</exception>
    public static PointGrid Read(IFileSystem files, string path)
    {
        using var stream = files.OpenRead(path);
        Span<byte> start = stackalloc byte[4];
        var read = stream.ReadAtLeast(start, 4, throwOnEndOfStream: false);
        stream.Position = 0;
        var (latitudes, longitudes) = read == 4 && start.SequenceEqual("GRIB"u8) ? OfGrib(stream, path) : OfText(stream, path);
        if (latitudes.Length != longitudes.Length || latitudes.Length == 0)
            throw new IOException($"'{path}' has {latitudes.Length} latitudes and {longitudes.Length} longitudes.");
        for (var i = 0; i < latitudes.Length; i++)
        {
            if (!(Math.Abs(latitudes[i]) <= 90.0001) || !(Math.Abs(longitudes[i]) <= 720))
                throw new IOException(string.Create(CultureInfo.InvariantCulture, $"'{path}': point {i} is at latitude {latitudes[i]}, longitude {longitudes[i]}, which are no degrees."));
        }

        return new PointGrid(Path.GetFileNameWithoutExtension(path), latitudes, longitudes);
    }

    private static (double[] Latitudes, double[] Longitudes) OfGrib(Stream stream, string path)
    {
        var reader = new GribStreamReader(stream);
        var fields = new List<(string Name, double[] Values)>();
        while (fields.Count < 3 && reader.Read())
        {
            var message = reader.Message.ToArray();
            if (!GribStructure.TryCheck(message, out var sections, out var defect))
                throw new IOException($"'{path}' is damaged: {defect}.");
            var values = new double[GribValues.Count(message, sections)];
            GribValues.Decode(message, sections, double.NaN, values);
            using var handle = GribHandle.Wrap(message);
            fields.Add((handle.TryGetString("shortName", out var name) == EcCodesStatus.Success ? name : "", values));
        }

        if (fields.Count != 2)
            throw new IOException($"'{path}' is to hold two GRIB messages, latitudes and longitudes, and has {(fields.Count > 2 ? "more" : fields.Count)}.");
        return fields[0].Name.Contains("lon", StringComparison.OrdinalIgnoreCase) ? (fields[1].Values, fields[0].Values) : (fields[0].Values, fields[1].Values);
    }

    private static (double[] Latitudes, double[] Longitudes) OfText(Stream stream, string path)
    {
        using var text = new StreamReader(stream, Encoding.UTF8, leaveOpen: true);
        var (latitudes, longitudes, number) = (new List<double>(), new List<double>(), 0);
        while (text.ReadLine() is { } line)
        {
            number++;
            var parts = line.Split('#')[0].Split([' ', '\t', ',', ';'], StringSplitOptions.RemoveEmptyEntries);
            if (parts.Length == 0)
                continue;
            if (parts.Length != 2 || !double.TryParse(parts[0], NumberStyles.Float, CultureInfo.InvariantCulture, out var latitude)
                || !double.TryParse(parts[1], NumberStyles.Float, CultureInfo.InvariantCulture, out var longitude))
                throw new IOException($"'{path}', line {number}: '{line.Trim()}' is no latitude and longitude.");
            latitudes.Add(latitude);
            longitudes.Add(longitude);
        }

        return ([.. latitudes], [.. longitudes]);
    }
}
