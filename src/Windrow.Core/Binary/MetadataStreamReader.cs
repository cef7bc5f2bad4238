using Windrow.Core.Messages;

namespace Windrow.Core.Binary;

/// <summary>
/// Reads what a <see cref="MetadataStreamWriter"/> wrote, in the same order. A set costs one array and one object, or
/// nothing when it is the same as the one before. For one thread.
/// </summary>
public sealed class MetadataStreamReader
{
    private readonly List<Schema> _schemas = [];
    private readonly List<string> _texts = [];
    private readonly MetadataKey? _added;
    private readonly MetadataValue _addedValue;

    public MetadataStreamReader()
    {
    }

    /// <summary>A reader that gives every set one value more; where the set has the key itself, this value wins.</summary>
    public MetadataStreamReader(MetadataKey added, MetadataValue value) => (_added, _addedValue) = (added, value);

    /// <exception cref="CorruptDataException">The bytes are no metadata, or not the next ones of this stream. The reader is of no use any more.</exception>
    public Metadata Read(ref ByteReader reader)
    {
        var number = reader.Count();
        if (number > _schemas.Count)
            throw new CorruptDataException($"keys number {number} where {_schemas.Count} are known");
        var schema = number == 0 ? ReadKeys(ref reader) : _schemas[(int)number - 1];
        var mask = reader.Take(MetadataStream.MaskBytes(schema.Count));
        if ((schema.Count & 7) != 0 && mask[^1] >> (schema.Count & 7) != 0)
            throw new CorruptDataException("values beyond the last key");
        if (mask.IndexOfAnyExcept((byte)0) < 0)
            return schema.Last ?? throw new CorruptDataException("values left out that were never sent");
        return schema.Last = ReadValues(schema, mask, ref reader);
    }

    private Metadata ReadValues(Schema schema, ReadOnlySpan<byte> mask, ref ByteReader reader)
    {
        MetadataValue[] values;
        if (schema.Last is { } last)
        {
            values = last.CopyValues();
        }
        else
        {
            values = new MetadataValue[schema.Shape.Count];
            if (schema.Added >= 0)
                values[schema.Added] = _addedValue;
        }

        for (var i = 0; i < schema.Count; i++)
        {
            if ((mask[i >> 3] & (1 << (i & 7))) == 0)
            {
                if (schema.Last is null)
                    throw new CorruptDataException("values left out that were never sent");
                continue;
            }

            var value = ReadValue(ref reader);
            var place = schema.PlaceOf(i);
            if (place != schema.Added)
                values[place] = value;
        }

        return new Metadata(schema.Shape, values, null);
    }

    private Schema ReadKeys(ref ByteReader reader)
    {
        var count = reader.Items();
        if (count > MetadataStream.Keys)
            throw new CorruptDataException($"{count} keys in one message");
        var shape = MetadataShape.Empty;
        var hasAdded = false;
        for (var i = 0; i < count; i++)
        {
            var name = reader.Text();
            if (name.Length is 0 or > MetadataStream.TextAtMost || (i > 0 && string.CompareOrdinal(shape.Keys[^1].Name, name) >= 0))
                throw new CorruptDataException("metadata keys out of order");
            MetadataKey key = name;
            hasAdded |= key == _added;
            shape = shape.With(key);
        }

        if (_added is not null && !hasAdded)
            shape = shape.With(_added);
        var schema = new Schema(shape, count, _added is null ? -1 : shape.IndexOf(_added), hasAdded)
        {
            // A set without values of its own is whole as it is.
            Last = count == 0 ? new Metadata(shape, _added is null ? [] : [_addedValue], null) : null,
        };
        if (_schemas.Count < MetadataStream.Schemas)
            _schemas.Add(schema);
        return schema;
    }

    private MetadataValue ReadValue(ref ByteReader reader)
    {
        var type = (MetadataType)reader.Byte();
        if (type != MetadataType.String)
            return MetadataBinary.ReadValue(type, ref reader, 0);
        var number = reader.Count();
        if (number > _texts.Count)
            throw new CorruptDataException($"text number {number} where {_texts.Count} are known");
        if (number > 0)
            return _texts[(int)number - 1];
        var text = reader.Text();
        if (text.Length <= MetadataStream.TextAtMost && _texts.Count < MetadataStream.Texts)
            _texts.Add(text);
        return text;
    }

    /// <param name="added">Place of the key that the reader adds, or -1.</param>
    /// <param name="sendsAdded">The sender has that key too.</param>
    private sealed class Schema(MetadataShape shape, int count, int added, bool sendsAdded)
    {
        public MetadataShape Shape { get; } = shape;

        /// <summary>Values that are sent.</summary>
        public int Count { get; } = count;

        public int Added { get; } = added;

        public Metadata? Last { get; set; }

        /// <summary>Where a value that is sent stands in the set.</summary>
        public int PlaceOf(int sent) => sendsAdded || Added < 0 || sent < Added ? sent : sent + 1;
    }
}
