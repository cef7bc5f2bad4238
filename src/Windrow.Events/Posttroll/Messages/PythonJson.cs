using System.Buffers;
using System.Buffers.Text;
using System.Globalization;
using System.Text;
using Windrow.Core.Messages;

namespace Windrow.Events.Posttroll.Messages;

/// <summary>JSON as Python's <c>json.dumps</c> writes it by default: <c>", "</c> and <c>": "</c> between, everything beyond ASCII as <c>\uXXXX</c>, NaN and Infinity as words.</summary>
internal static class PythonJson
{
    private static readonly SearchValues<char> Plain =
        SearchValues.Create([.. Enumerable.Range(' ', '~' - ' ' + 1).Select(static code => (char)code).Where(static letter => letter is not ('"' or '\\'))]);

    /// <param name="withOffset">Whether times carry their offset, as from v1.2 on.</param>
    public static void Write(ArrayBufferWriter<byte> into, MetadataValue value, bool withOffset)
    {
        switch (value.Type)
        {
            case MetadataType.None:
                into.Write("null"u8);
                break;
            case MetadataType.Bool:
                into.Write(value.TryGetBool(out var flag) && flag ? "true"u8 : "false"u8);
                break;
            case MetadataType.Int64:
                _ = value.TryGetInt64(out var integer);
                _ = Utf8Formatter.TryFormat(integer, into.GetSpan(24), out var length);
                into.Advance(length);
                break;
            case MetadataType.Double or MetadataType.Float32:
                Ascii(into, PythonFloat.Text(value));
                break;
            case MetadataType.Timestamp:
                _ = value.TryGetTimestamp(out var time);
                into.Write("\""u8);
                into.Advance(IsoTime.Write(time, withOffset, into.GetSpan(32)));
                into.Write("\""u8);
                break;
            case MetadataType.List:
                _ = value.TryGetList(out var list);
                Write(into, list!, withOffset);
                break;
            case MetadataType.Map:
                _ = value.TryGetMap(out var map);
                Write(into, map!, withOffset);
                break;
            default:
                Write(into, value.ToString());
                break;
        }
    }

    public static void Write(ArrayBufferWriter<byte> into, string text)
    {
        into.Write("\""u8);
        for (var rest = text.AsSpan(); !rest.IsEmpty;)
        {
            var plain = rest.IndexOfAnyExcept(Plain);
            Ascii(into, plain < 0 ? rest : rest[..plain]);
            if (plain < 0)
                break;
            Escape(into, rest[plain]);
            rest = rest[(plain + 1)..];
        }

        into.Write("\""u8);
    }

    private static void Write(ArrayBufferWriter<byte> into, MetadataList list, bool withOffset)
    {
        into.Write("["u8);
        for (var i = 0; i < list.Count; i++)
        {
            if (i > 0)
                into.Write(", "u8);
            Write(into, list[i], withOffset);
        }

        into.Write("]"u8);
    }

    private static void Write(ArrayBufferWriter<byte> into, Metadata map, bool withOffset)
    {
        into.Write("{"u8);
        var first = true;
        foreach (var (key, value) in map)
        {
            if (!first)
                into.Write(", "u8);
            first = false;
            Write(into, key.Name);
            into.Write(": "u8);
            Write(into, value, withOffset);
        }

        into.Write("}"u8);
    }

    private static void Ascii(ArrayBufferWriter<byte> into, ReadOnlySpan<char> text) => into.Advance(Encoding.ASCII.GetBytes(text, into.GetSpan(text.Length)));

    private static void Escape(ArrayBufferWriter<byte> into, char letter)
    {
        var known = "\"\\\n\r\t\f\b".IndexOf(letter, StringComparison.Ordinal);
        if (known >= 0)
        {
            into.Write([(byte)'\\', "\"\\nrtfb"u8[known]]);
            return;
        }

        into.Write("\\u"u8);
        _ = ((int)letter).TryFormat(into.GetSpan(4), out _, "x4", CultureInfo.InvariantCulture);
        into.Advance(4);
    }
}
