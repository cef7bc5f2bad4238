using Windrow.Core.IO;
using Windrow.Fields.Grib.Framing;
using Windrow.Fields.Grib.Keys;
using Windrow.Fields.Grib.Values;

namespace Windrow.Cli.Demos;

/// <summary>The fields of a GRIB file, decoded, for demos that show and check their products.</summary>
internal static class GribFields
{
    public static IEnumerable<GribField> Read(IFileSystem files, string path)
    {
        using var stream = files.OpenRead(path);
        var reader = new GribStreamReader(stream);
        while (reader.Read())
        {
            if (!GribKeys.TryOpen(reader.Message.ToArray(), out var keys, out var defect))
                throw new InvalidDataException($"{path}: {defect}");
            using (keys)
            {
                var values = new double[GribValues.Count(keys!.Message, keys.Sections)];
                GribValues.Decode(keys.Message, keys.Sections, double.NaN, values);
                yield return new GribField(keys, values);
            }
        }
    }
}
