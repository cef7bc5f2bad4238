using Windrow.Core.Messages;

namespace Windrow.Core.Binary;

/// <summary>Writes metadata of many messages for one <see cref="MetadataStreamReader"/>; see <see cref="MetadataStream"/>. For one thread.</summary>
public sealed class MetadataStreamWriter
{
    private readonly Dictionary<MetadataShape, Schema> _schemas = [];
    private readonly Dictionary<string, int> _texts = new(StringComparer.Ordinal);
    private Schema? _recent;

    /// <summary>Writes a set without its lazy tail.</summary>
    /// <exception cref="ArgumentException">It has more than 512 keys.</exception>
    public void Write(ByteWriter writer, Metadata metadata)
    {
        var schema = _recent;
        if (schema is null || !ReferenceEquals(schema.Shape, metadata.Shape))
            schema = Find(metadata.Shape);
        if (schema is null)
        {
            WriteKeys(writer, metadata.Shape);
            schema = Add(metadata.Shape);
            WriteAll(writer, metadata);
        }
        else
        {
            _recent = schema;
            writer.Count(schema.Number + 1);
            WriteChanges(writer, metadata, schema.Last);
        }

        if (schema is not null)
            schema.Last = metadata;
    }

    private Schema? Find(MetadataShape shape) => _schemas.GetValueOrDefault(shape);

    private Schema? Add(MetadataShape shape)
    {
        if (_schemas.Count >= MetadataStream.Schemas)
            return null;
        var schema = new Schema(shape, _schemas.Count);
        _schemas.Add(shape, schema);
        return schema;
    }

    private static void WriteKeys(ByteWriter writer, MetadataShape shape)
    {
        if (shape.Count > MetadataStream.Keys)
            throw new ArgumentException($"{shape.Count} keys in one message; at most {MetadataStream.Keys} can be sent", nameof(shape));
        writer.Count(0);
        writer.Count(shape.Count);
        foreach (var key in shape.Keys)
            writer.Text(key.Name);
    }

    private void WriteAll(ByteWriter writer, Metadata metadata)
    {
        for (var i = 0; i < metadata.Count; i += 8)
            writer.Byte((byte)(0xFF >> Math.Max(0, 8 - (metadata.Count - i))));
        for (var i = 0; i < metadata.Count; i++)
            Write(writer, metadata.ValueAt(i));
    }

    private void WriteChanges(ByteWriter writer, Metadata metadata, Metadata last)
    {
        Span<byte> mask = stackalloc byte[MetadataStream.MaskBytes(MetadataStream.Keys)];
        mask = mask[..MetadataStream.MaskBytes(metadata.Count)];
        mask.Clear();
        if (!ReferenceEquals(metadata, last))
        {
            for (var i = 0; i < metadata.Count; i++)
            {
                if (!metadata.ValueAt(i).IsIdentical(last.ValueAt(i)))
                    mask[i >> 3] |= (byte)(1 << (i & 7));
            }
        }

        writer.Append(mask);
        for (var i = 0; i < metadata.Count; i++)
        {
            if ((mask[i >> 3] & (1 << (i & 7))) != 0)
                Write(writer, metadata.ValueAt(i));
        }
    }

    private void Write(ByteWriter writer, in MetadataValue value)
    {
        if (!value.TryGetString(out var text))
        {
            MetadataBinary.Write(writer, value);
            return;
        }

        writer.Byte((byte)MetadataType.String);
        if (_texts.TryGetValue(text, out var number))
        {
            writer.Count(number + 1);
            return;
        }

        writer.Count(0);
        writer.Text(text);
        if (text.Length <= MetadataStream.TextAtMost && _texts.Count < MetadataStream.Texts)
            _texts.Add(text, _texts.Count);
    }

    private sealed class Schema(MetadataShape shape, int number)
    {
        public MetadataShape Shape { get; } = shape;

        public int Number { get; } = number;

        public Metadata Last { get; set; } = Metadata.Empty;
    }
}
