using Windrow.Core.Binary;

namespace Windrow.Core.Messages;

/// <summary>Where the messages came from that something was made of: the inputs of a statistic, the members of a set.</summary>
public sealed class Lineage
{
    private readonly Origin[] _origins;

    /// <param name="origins">That the caller no longer writes to.</param>
    public Lineage(params Origin[] origins) => _origins = origins;

    public ReadOnlySpan<Origin> Origins => _origins;

    public int Count => _origins.Length;

    /// <summary>Writes the origins, each file's name once.</summary>
    public static void Write(ByteWriter writer, ReadOnlySpan<Origin> origins)
    {
        var places = new Dictionary<(string, string, ulong), int>();
        foreach (var origin in origins)
            places.TryAdd((origin.Source, origin.Position, origin.Version), places.Count);
        writer.Count(places.Count);
        foreach (var (source, position, version) in places.Keys)
        {
            writer.Text(source);
            writer.Text(position);
            writer.UInt64(version);
        }

        writer.Count(origins.Length);
        foreach (var origin in origins)
        {
            writer.Count(places[(origin.Source, origin.Position, origin.Version)]);
            writer.Int64(origin.Offset);
        }
    }

    /// <exception cref="CorruptDataException">The bytes are no origins.</exception>
    public static Origin[] Read(ref ByteReader reader)
    {
        var places = new Origin[reader.Items()];
        for (var i = 0; i < places.Length; i++)
            places[i] = new Origin(reader.Text(), reader.Text(), -1, reader.UInt64());
        var origins = new Origin[reader.Items()];
        for (var i = 0; i < origins.Length; i++)
        {
            var place = reader.Count();
            if (place >= places.Length)
                throw new CorruptDataException("an input of no file");
            origins[i] = places[place] with { Offset = reader.Int64() };
        }

        return origins;
    }
}
