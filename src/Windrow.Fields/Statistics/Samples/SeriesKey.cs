using System.Runtime.CompilerServices;
using System.Text;
using Windrow.Core.Binary;
using Windrow.Core.Messages;

namespace Windrow.Fields.Statistics.Samples;

/// <summary>What tells one time series from another: parameter, level, grid, and whatever else makes another field.</summary>
internal struct SeriesKey : IEquatable<SeriesKey>
{
    /// <summary>Parameter, level, type of level, grid, precision and points, and the keys that the options name.</summary>
    public const int Most = 16;

    private Values _values;
    private int _count;

    /// <summary>A hash of the octets of a GRIB message that say what parameter and grid it has; zero for other fields.</summary>
    public MessageId Octets { get; set; }

    public void Add(MetadataValue value) => _values[_count++] = value;

    public readonly void Save(ByteWriter writer)
    {
        writer.UInt64(Octets.High);
        writer.UInt64(Octets.Low);
        writer.Count(_count);
        for (var i = 0; i < _count; i++)
            MetadataBinary.Write(writer, _values[i]);
    }

    public static SeriesKey Restore(ref ByteReader reader)
    {
        var key = new SeriesKey { Octets = new MessageId(reader.UInt64(), reader.UInt64()) };
        var count = reader.Count();
        if (count > Most)
            throw new CorruptDataException($"a key of {count} values");
        for (var i = 0; i < count; i++)
            key.Add(MetadataBinary.ReadValue(ref reader));
        return key;
    }

    public readonly bool Equals(SeriesKey other)
    {
        if (_count != other._count || Octets != other.Octets)
            return false;
        for (var i = 0; i < _count; i++)
        {
            if (!_values[i].Equals(other._values[i]))
                return false;
        }

        return true;
    }

    public override readonly bool Equals(object? obj) => obj is SeriesKey other && Equals(other);

    public override readonly int GetHashCode()
    {
        var hash = new HashCode();
        hash.Add(Octets);
        for (var i = 0; i < _count; i++)
            hash.Add(_values[i]);
        return hash.ToHashCode();
    }

    /// <summary>The values with strokes between, for error texts; also the order in which a flush closes windows.</summary>
    public override readonly string ToString()
    {
        var text = new StringBuilder();
        for (var i = 0; i < _count; i++)
            text.Append(i == 0 ? "" : "/").Append(_values[i].IsNone ? "-" : _values[i].ToString());
        return text.ToString();
    }

    [InlineArray(Most)]
    private struct Values
    {
        private MetadataValue _first;
    }
}
