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

    // Of fields in memory: behind parameter, level, type of level, grid and precision.
    private const int PointsPlace = 5;

    private Values _values;
    private string? _client;
    private int _count;

    /// <summary>The client of the model whose parts the series is of (<c>misc-sourcePeer</c>); empty: of whole fields.</summary>
    public string Client
    {
        readonly get => _client ?? "";
        set => _client = value.Length == 0 ? null : value;
    }

    /// <summary>A hash of the octets of a GRIB message that say what parameter and grid it has; zero for other fields.</summary>
    public MessageId Octets { get; set; }

    public void Add(MetadataValue value) => _values[_count++] = value;

    public readonly void Save(ByteWriter writer)
    {
        writer.UInt64(Octets.High);
        writer.UInt64(Octets.Low);
        writer.Count(_count + (_client is null ? 0 : 1));
        for (var i = 0; i < _count; i++)
            MetadataBinary.Write(writer, _values[i]);

        // Bytes, which no value of a key is: so it is told from them.
        if (_client is not null)
            MetadataBinary.Write(writer, MetadataValue.Of(Encoding.UTF8.GetBytes(_client)));
    }

    /// <summary>What identifies the series however the field is shared out: neither client nor number of points count.</summary>
    public readonly MessageId Identity(string domain)
    {
        var writer = new ByteWriter();
        writer.Text(domain);
        for (var i = 0; i < _count; i++)
        {
            if (i != PointsPlace || Octets != default)
                MetadataBinary.Write(writer, _values[i]);
        }

        return Octets.With(writer.Written);
    }

    public static SeriesKey Restore(ref ByteReader reader)
    {
        var key = new SeriesKey { Octets = new MessageId(reader.UInt64(), reader.UInt64()) };
        var count = reader.Count();
        if (count > Most + 1)
            throw new CorruptDataException($"a key of {count} values");
        for (var i = 0; i < count; i++)
        {
            var value = MetadataBinary.ReadValue(ref reader);
            if (i == count - 1 && value.TryGetBytes(out var client))
                key.Client = Encoding.UTF8.GetString(client.Span);
            else if (i < Most)
                key.Add(value);
            else
                throw new CorruptDataException($"a key of {count} values");
        }

        return key;
    }

    public readonly bool Equals(SeriesKey other)
    {
        if (_count != other._count || Octets != other.Octets || !string.Equals(_client, other._client, StringComparison.Ordinal))
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
        hash.Add(_client);
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
        return _client is null ? text.ToString() : text.Append(" of ").Append(_client).ToString();
    }

    [InlineArray(Most)]
    private struct Values
    {
        private MetadataValue _first;
    }
}
