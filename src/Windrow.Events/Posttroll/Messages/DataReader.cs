using System.Text.Json;
using Windrow.Core.Messages;

namespace Windrow.Events.Posttroll.Messages;

/// <summary>Reads the JSON data of messages into metadata. For one thread.</summary>
internal sealed class DataReader(TimeReading times, TextCache texts)
{
    /// <summary>The data where they are no object.</summary>
    public static readonly MetadataKey Whole = "posttroll.data";

    private static readonly JsonReaderOptions Options = new() { MaxDepth = MetadataJson.MaximumDepth };

    private readonly bool _onlyWritten = times == TimeReading.Written;
    private HashSet<long>? _nonFinite; // where the words stood in the text that is read

    /// <summary>Reads an object's members into <paramref name="into"/>, and anything else as one value.</summary>
    /// <exception cref="JsonException">It is no JSON, nested too deeply, or has a key without a name.</exception>
    public void Read(ReadOnlySpan<byte> json, MetadataDraft into)
    {
        _nonFinite = null;
        try
        {
            ReadOnce(json, into);
        }
        catch (JsonException) when (json.IndexOf("NaN"u8) >= 0 || json.IndexOf("Infinity"u8) >= 0)
        {
            var hidden = json.ToArray();
            _nonFinite = NonFinite.Hide(hidden);
            into.Clear();
            try
            {
                ReadOnce(hidden, into);
            }
            finally
            {
                _nonFinite = null;
            }
        }
    }

    /// <summary>The value of a member of an object.</summary>
    public MetadataValue ReadMember(ReadOnlySpan<byte> json)
    {
        _nonFinite = null;
        if (json.IndexOf("NaN"u8) >= 0 || json.IndexOf("Infinity"u8) >= 0)
        {
            var hidden = json.ToArray();
            _nonFinite = NonFinite.Hide(hidden);
            json = hidden;
        }

        var reader = new Utf8JsonReader(json, Options);
        reader.Read();
        var value = Value(ref reader, within: true);
        _nonFinite = null;
        return value;
    }

    /// <summary>The value that the reader stands at, and goes behind.</summary>
    /// <param name="within">Whether an object is around it: in a list at the root, texts stay texts.</param>
    public MetadataValue Value(ref Utf8JsonReader reader, bool within) => reader.TokenType switch
    {
        JsonTokenType.String => Text(ref reader, within),
        JsonTokenType.Number => Number(ref reader),
        JsonTokenType.True => true,
        JsonTokenType.False => false,
        JsonTokenType.StartObject => MetadataValue.Of(Map(ref reader)),
        JsonTokenType.StartArray => MetadataValue.Of(List(ref reader, within)),
        _ => default,
    };

    /// <summary>The name of the member that the reader stands at.</summary>
    public MetadataKey Key(ref Utf8JsonReader reader)
    {
        if (reader.ValueSpan.IsEmpty)
            throw new JsonException("a key is empty");
        return reader.ValueIsEscaped ? (MetadataKey)JsonText.Read(reader.ValueSpan) : texts.Key(reader.ValueSpan);
    }

    private void ReadOnce(ReadOnlySpan<byte> json, MetadataDraft into)
    {
        var reader = new Utf8JsonReader(json, Options);
        reader.Read();
        if (reader.TokenType != JsonTokenType.StartObject)
        {
            var whole = Value(ref reader, within: false);
            if (!whole.IsNone)
                into.Set(Whole, whole);
        }
        else
        {
            while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
            {
                var key = Key(ref reader);
                reader.Read();
                if (reader.TokenType != JsonTokenType.Null)
                    into.Set(key, Value(ref reader, within: true));
            }
        }

        // Nothing but white space may follow: more than that, the reader refuses.
        reader.Read();
    }

    private Metadata Map(ref Utf8JsonReader reader)
    {
        var builder = new MetadataBuilder();
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var key = Key(ref reader);
            reader.Read();
            if (reader.TokenType != JsonTokenType.Null)
                builder.Set(key, Value(ref reader, within: true));
        }

        return builder.Build();
    }

    private MetadataList List(ref Utf8JsonReader reader, bool within)
    {
        var items = new List<MetadataValue>();
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
            items.Add(Value(ref reader, within));
        return new MetadataList([.. items]);
    }

    private MetadataValue Text(ref Utf8JsonReader reader, bool within)
    {
        if (_nonFinite is not null && _nonFinite.Contains(reader.TokenStartIndex))
            return NonFinite.Value(reader.ValueSpan);
        if (reader.ValueIsEscaped)
            return JsonText.Read(reader.ValueSpan);
        return within && times != TimeReading.None && IsoTime.TryRead(reader.ValueSpan, _onlyWritten, out var utc) ? utc : texts.Text(reader.ValueSpan);
    }

    private static MetadataValue Number(ref Utf8JsonReader reader) =>
        reader.TryGetInt64(out var integer) && !reader.ValueSpan.ContainsAny((byte)'.', (byte)'e', (byte)'E') ? MetadataValue.Of(integer) : MetadataValue.Of(reader.GetDouble());
}
