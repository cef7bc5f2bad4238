using Windrow.Fields.Grib.Framing;
using Windrow.Fields.Grib.Values;
using Windrow.Native.EcCodes;
using Windrow.Native.EcCodes.Structure;

namespace Windrow.FlowTesting.Judging;

/// <summary>Reads the fields of a GRIB file.</summary>
internal static class GribFields
{
    // What makes two fields the same: what it is, where, when and of whom; not how it is packed.
    private static readonly string[] Identity =
        ["shortName", "paramId", "typeOfLevel", "level", "dataDate", "dataTime", "stepRange", "stepType", "number", "gridType", "Ni", "Nj"];

    /// <exception cref="InvalidDataException">A message is damaged.</exception>
    public static IReadOnlyList<NamedField> Read(ReadOnlyMemory<byte> file)
    {
        var fields = new List<NamedField>();
        using var stream = new MemoryStream(file.ToArray());
        var reader = new GribStreamReader(stream);
        while (reader.Read())
        {
            fields.Add(Decode(reader.Message.ToArray(), fields.Count + 1));
        }

        return fields;
    }

    /// <param name="number">Which message of its file it is, from 1.</param>
    /// <exception cref="InvalidDataException">The message is damaged.</exception>
    public static NamedField Decode(byte[] octets, int number)
    {
        if (!GribStructure.TryCheck(octets, out var sections, out var defect))
            throw new InvalidDataException($"GRIB message {number} is damaged: {defect}");
        var values = new double[GribValues.Count(octets, sections)];
        GribValues.Decode(octets, sections, double.NaN, values);
        return new NamedField(NameOf(octets), values);
    }

    private static string NameOf(ReadOnlyMemory<byte> octets)
    {
        using var handle = GribHandle.Wrap(octets);
        return string.Join(' ', Identity.Select(key => handle.TryGetString(key, out var value) == EcCodesStatus.Success ? $"{key}={value}" : null).OfType<string>());
    }
}
