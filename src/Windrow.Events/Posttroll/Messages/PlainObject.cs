using System.Buffers;
using System.Text;
using System.Text.Json;
using Windrow.Core.Messages;

namespace Windrow.Events.Posttroll.Messages;

/// <summary>
/// Reads an object as nearly all messages have it: keys without escapes, in the order of the message before, and values of which many are those of the message before.
/// What is written otherwise it leaves to the reader of all JSON. For one thread.
/// </summary>
internal sealed class PlainObject(DataReader all, TimeReading times, TextCache texts)
{
    private const int MostMembers = 64;
    private const int LongestLead = 256;
    private const int LongestShared = 24;

    // Ends of texts, and what may not stand in one as it is.
    private static readonly SearchValues<byte> EndOfText = SearchValues.Create([.. Enumerable.Range(0, 32).Select(static code => (byte)code), (byte)'"', (byte)'\\']);
    private static readonly JsonReaderOptions Within = new() { MaxDepth = MetadataJson.MaximumDepth - 1 };

    private readonly PlainMember[] _members = [.. Enumerable.Range(0, MostMembers).Select(static _ => new PlainMember())];
    private readonly bool _onlyWritten = times == TimeReading.Written;

    /// <returns>False: nothing is said of what it is, and what stands in <paramref name="into"/> is of no use.</returns>
    public bool TryRead(ReadOnlySpan<byte> json, MetadataDraft into)
    {
        var at = 0;
        for (var i = 0; i < MostMembers; i++)
        {
            var member = _members[i];
            if (member.Lead.Length > 0 && json[at..].StartsWith(member.Lead))
                at += member.Lead.Length;
            else if (IsEnd(json[at..], isEmpty: i == 0))
                return true;
            else if (!TryLead(json, ref at, member, isFirst: i == 0))
                return false;
            if (!TryValue(json, ref at, member))
                return false;
            if (!member.Value.IsNone)
                into.Set(member.Key!, member.Value);
        }

        return IsEnd(json[at..], isEmpty: false);
    }

    // All from the value before up to the next one.
    private bool TryLead(ReadOnlySpan<byte> json, ref int at, PlainMember member, bool isFirst)
    {
        var from = at;
        at = Behind(json, at, isFirst ? (byte)'{' : (byte)',');
        if (at < 0 || at == json.Length || json[at] != '"')
            return false;
        var length = json[(at + 1)..].IndexOfAny(EndOfText);
        if (length <= 0 || json[at + 1 + length] != '"')
            return false;
        var name = json.Slice(at + 1, length);
        at = Behind(json, at + length + 2, (byte)':');
        if (at < 0 || at - from > LongestLead)
            return false;
        member.Begins(texts.Key(name), json[from..at]);
        return true;
    }

    private bool TryValue(ReadOnlySpan<byte> json, ref int at, PlainMember member)
    {
        var rest = json[at..];
        if (member.IsAsBefore(rest, out var same))
        {
            at += same;
            return true;
        }

        if (rest.IsEmpty)
            return false;
        if (rest[0] == '"')
        {
            var length = rest[1..].IndexOfAny(EndOfText);
            if (length < 0 || rest[length + 1] != '"')
                return TryOther(rest, ref at, member);
            member.Has(Text(rest.Slice(1, length)), rest[..(length + 2)], endsItself: true);
            at += length + 2;
            return true;
        }

        // The words of Python that are no JSON begin so.
        if (rest[0] is (byte)'N' or (byte)'I' || rest.StartsWith("-I"u8))
            return false;
        return TryOther(rest, ref at, member);
    }

    private bool TryOther(ReadOnlySpan<byte> rest, ref int at, PlainMember member)
    {
        try
        {
            var reader = new Utf8JsonReader(rest, Within);
            reader.Read();
            var endsItself = reader.TokenType is JsonTokenType.StartArray or JsonTokenType.StartObject or JsonTokenType.String;
            var value = all.Value(ref reader, within: true);
            member.Has(value, rest[..(int)reader.BytesConsumed], endsItself);
            at += (int)reader.BytesConsumed;
            return true;
        }
        catch (JsonException)
        {
            return false;
        }
    }

    // Long texts, such as paths, hardly ever come again.
    private MetadataValue Text(ReadOnlySpan<byte> text) =>
        times != TimeReading.None && IsoTime.TryRead(text, _onlyWritten, out var utc) ? utc : text.Length > LongestShared ? Encoding.UTF8.GetString(text) : texts.Text(text);

    /// <returns>Where the next thing stands behind a mark; negative: the mark is not there.</returns>
    private static int Behind(ReadOnlySpan<byte> json, int at, byte mark)
    {
        at = SkipSpace(json, at);
        return at < json.Length && json[at] == mark ? SkipSpace(json, at + 1) : -1;
    }

    private static bool IsEnd(ReadOnlySpan<byte> rest, bool isEmpty)
    {
        var at = isEmpty ? Behind(rest, 0, (byte)'{') : 0;
        at = at < 0 ? -1 : Behind(rest, at, (byte)'}');
        return at == rest.Length;
    }

    private static int SkipSpace(ReadOnlySpan<byte> json, int at)
    {
        while (at < json.Length && json[at] is (byte)' ' or (byte)'\n' or (byte)'\r' or (byte)'\t')
            at++;
        return at;
    }
}
