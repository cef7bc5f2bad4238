using System.Buffers;
using System.Text.Json;
using Windrow.Core.Messages;

namespace Windrow.Events.Posttroll.Messages;

/// <summary>
/// Writes data again after the pattern of the message that they came with: what has not changed is copied, octet by octet and in its place, so that numbers, times and spaces stay
/// as whoever wrote them had them. For one thread.
/// </summary>
internal sealed class OriginalData
{
    private readonly DataReader[] _readers;
    private readonly HashSet<MetadataKey> _seen = [];

    public OriginalData()
    {
        var texts = new TextCache();
        _readers = [new DataReader(TimeReading.Written, texts), new DataReader(TimeReading.None, texts), new DataReader(TimeReading.All, texts)];
    }

    /// <param name="original">The JSON of the original's data.</param>
    /// <param name="copies">False: values are written anew, as they are for another version.</param>
    /// <returns>False: the original is no object, and nothing was written.</returns>
    public bool TryWrite(ArrayBufferWriter<byte> into, ReadOnlySpan<byte> original, Metadata data, bool copies, bool withOffset)
    {
        var readable = original;
        if (original.IndexOf("NaN"u8) >= 0 || original.IndexOf("Infinity"u8) >= 0)
        {
            var hidden = original.ToArray();
            _ = NonFinite.Hide(hidden);
            readable = hidden;
        }

        var reader = new Utf8JsonReader(readable, new JsonReaderOptions { MaxDepth = MetadataJson.MaximumDepth });
        if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject)
            return false;
        var (begun, isSame, first) = (into.WrittenCount, copies, true);
        _seen.Clear();
        into.Write("{"u8);
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var key = _readers[0].Key(ref reader);
            var name = reader.ValueSpan;
            reader.Read();
            var from = (int)reader.TokenStartIndex;
            var wasNull = reader.TokenType == JsonTokenType.Null;
            reader.Skip();
            var raw = original[from..(int)reader.BytesConsumed];
            var isThere = data.TryGet(key, out var value);
            if (!_seen.Add(key) || (!isThere && !wasNull))
            {
                isSame = false;
                continue;
            }

            Between(into, ref first);
            into.Write("\""u8);
            into.Write(name);
            into.Write("\": "u8);
            var stays = isThere ? copies && IsSame(raw, value) : wasNull;
            isSame &= stays;
            if (stays)
                into.Write(raw);
            else
                PythonJson.Write(into, value, withOffset);
        }

        foreach (var (key, value) in data)
        {
            if (_seen.Contains(key))
                continue;
            isSame = false;
            Between(into, ref first);
            PythonJson.Write(into, key.Name);
            into.Write(": "u8);
            PythonJson.Write(into, value, withOffset);
        }

        into.Write("}"u8);
        if (isSame)
            Replace(into, begun, original);
        return true;
    }

    private static void Between(ArrayBufferWriter<byte> into, ref bool first)
    {
        if (!first)
            into.Write(", "u8);
        first = false;
    }

    // The spaces between members, too, are as they were.
    private static void Replace(ArrayBufferWriter<byte> into, int begun, ReadOnlySpan<byte> original)
    {
        var before = into.WrittenSpan[..begun].ToArray();
        into.ResetWrittenCount();
        into.Write(before);
        into.Write(original);
    }

    // The source may have read its times in any of the ways.
    private bool IsSame(ReadOnlySpan<byte> raw, MetadataValue value)
    {
        foreach (var reader in _readers)
        {
            if (reader.ReadMember(raw) == value)
                return true;
        }

        return false;
    }
}
