using Windrow.Core.Messages;

namespace Windrow.Core.Binary;

/// <summary>Metadata as bytes: types and doubles are kept exactly.</summary>
public static class MetadataBinary
{
    /// <summary>Writes a set with its lazy tail; where that cannot be stored, with the keys that identify the message.</summary>
    public static void Write(ByteWriter writer, Metadata metadata)
    {
        if (metadata.Tail?.Format is { } format)
        {
            writer.Text(format.Name);
            format.Write(writer, metadata.Tail);
            WriteSet(writer, metadata);
        }
        else
        {
            writer.Text("");
            WriteSet(writer, metadata.Materialise([]));
        }
    }

    /// <exception cref="CorruptDataException">The bytes are no metadata.</exception>
    public static Metadata Read(ref ByteReader reader, StoredFormats formats)
    {
        var name = reader.Text();
        if (name.Length == 0)
            return ReadSet(ref reader, 0);
        if (!formats.TryGetTail(name, out var format))
            throw new CorruptDataException($"metadata of the format '{name}', which this program does not have");
        var tail = format.Read(ref reader);
        return ReadSet(ref reader, 0).WithTail(tail);
    }

    /// <summary>Reads one value.</summary>
    /// <exception cref="CorruptDataException">The bytes are none.</exception>
    public static MetadataValue ReadValue(ref ByteReader reader) => ReadValue(ref reader, 0);

    private static void WriteSet(ByteWriter writer, Metadata metadata)
    {
        writer.Count(metadata.Count);
        for (var i = 0; i < metadata.Count; i++)
        {
            writer.Text(metadata.Shape.Keys[i].Name);
            Write(writer, metadata.ValueAt(i));
        }
    }

    public static void Write(ByteWriter writer, in MetadataValue value)
    {
        writer.Byte((byte)value.Type);
        switch (value.Type)
        {
            case MetadataType.String or MetadataType.Bytes:
                if (value.TryGetBytes(out var bytes))
                    writer.Block(bytes.Span);
                else
                    writer.Text(value.ToString());
                break;
            case MetadataType.List:
                _ = value.TryGetList(out var list);
                writer.Count(list!.Count);
                foreach (ref readonly var item in list.Items)
                    Write(writer, item);
                break;
            case MetadataType.Map:
                _ = value.TryGetMap(out var map);
                WriteSet(writer, map!);
                break;
            case MetadataType.None:
                break;
            default:
                writer.Int64(value.Bits);
                break;
        }
    }

    private static Metadata ReadSet(ref ByteReader reader, int depth)
    {
        if (depth > MetadataJson.MaximumDepth)
            throw new CorruptDataException("metadata nested too deeply");
        var count = reader.Items();
        if (count == 0)
            return Metadata.Empty;
        var shape = MetadataShape.Empty;
        var values = new MetadataValue[count];
        for (var i = 0; i < count; i++)
        {
            var name = reader.Text();
            if (name.Length == 0 || (i > 0 && string.CompareOrdinal(shape.Keys[^1].Name, name) >= 0))
                throw new CorruptDataException("metadata keys out of order");
            shape = shape.With(name);
            values[i] = ReadValue(ref reader, depth);
        }

        return new Metadata(shape, values, null);
    }

    private static MetadataValue ReadValue(ref ByteReader reader, int depth) => ReadValue((MetadataType)reader.Byte(), ref reader, depth);

    /// <summary>Reads what follows the type of a value.</summary>
    internal static MetadataValue ReadValue(MetadataType type, ref ByteReader reader, int depth)
    {
        switch (type)
        {
            case MetadataType.None:
                return default;
            case MetadataType.String:
                return reader.Text();
            case MetadataType.Bytes:
                return MetadataValue.Of(reader.Block().ToArray());
            case MetadataType.List:
                var items = new MetadataValue[reader.Items()];
                if (depth >= MetadataJson.MaximumDepth)
                    throw new CorruptDataException("metadata nested too deeply");
                for (var i = 0; i < items.Length; i++)
                    items[i] = ReadValue(ref reader, depth + 1);
                return MetadataValue.Of(new MetadataList(items));
            case MetadataType.Map:
                return MetadataValue.Of(ReadSet(ref reader, depth + 1));
            case MetadataType.Timestamp:
                return reader.Time();
            default:
                return MetadataValue.OfBits(type, reader.Int64()) ?? throw new CorruptDataException($"a value of type {(byte)type}");
        }
    }
}
