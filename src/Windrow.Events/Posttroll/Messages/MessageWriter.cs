using System.Buffers;
using System.Text;
using Windrow.Core.Messages;

namespace Windrow.Events.Posttroll.Messages;

/// <summary>Writes messages, octet by octet as posttroll does. For one thread.</summary>
internal sealed class MessageWriter(MessageVersion wanted)
{
    private readonly OriginalData _original = new();

    /// <summary>A message with data as JSON; empty data are left out.</summary>
    /// <param name="sender">As <c>user@host</c>.</param>
    /// <param name="original">The message that the data came with, as it was; empty: there is none.</param>
    public void Write(ArrayBufferWriter<byte> into, string subject, string type, string sender, DateTime time, MetadataValue data, ReadOnlySpan<byte> original = default)
    {
        var hasOriginal = !original.IsEmpty && PosttrollText.Read(original, out _) is null;
        PosttrollText text = default;
        if (hasOriginal)
            _ = PosttrollText.Read(original, out text);
        var ownVersion = hasOriginal ? Encoding.ASCII.GetString(text.Version) : null;
        var version = wanted switch
        {
            MessageVersion.Old => Grammar.OldVersion,
            MessageVersion.New => Grammar.Version,
            _ => ownVersion ?? (HasTime(data) ? Grammar.Version : Grammar.OldVersion),
        };
        var withOffset = string.CompareOrdinal(version, Grammar.OldVersion) > 0;
        Header(into, subject, type, sender, time, version, withOffset);
        if (IsEmpty(data) && text.Form != DataForm.Json)
            return;
        var header = into.WrittenCount;
        Form(into, Grammar.Json);
        var start = into.WrittenCount;
        if (!data.TryGetMap(out var map) || text.Form != DataForm.Json || !_original.TryWrite(into, text.Data, map, copies: version == ownVersion, withOffset))
            PythonJson.Write(into, data, withOffset);
        if (into.WrittenCount - start <= 2)
            Cut(into, header);
    }

    /// <summary>A message whose data are text, or octets.</summary>
    public void Write(ArrayBufferWriter<byte> into, string subject, string type, string sender, DateTime time, DataForm form, ReadOnlySpan<byte> data)
    {
        var version = wanted == MessageVersion.New ? Grammar.Version : Grammar.OldVersion;
        Header(into, subject, type, sender, time, version, withOffset: wanted == MessageVersion.New);
        if (data.IsEmpty)
            return;
        Form(into, form == DataForm.Text ? Grammar.Text : Grammar.Binary);
        into.Write(data);
    }

    private static void Header(ArrayBufferWriter<byte> into, string subject, string type, string sender, DateTime time, string version, bool withOffset)
    {
        into.Write(Grammar.Magic);
        Add(into, subject);
        into.Write(" "u8);
        Add(into, type);
        into.Write(" "u8);
        Add(into, sender);
        into.Write(" "u8);
        into.Advance(IsoTime.Write(time, withOffset, into.GetSpan(32)));
        into.Write(" "u8);
        Add(into, version);
    }

    private static void Form(ArrayBufferWriter<byte> into, ReadOnlySpan<byte> form)
    {
        into.Write(" "u8);
        into.Write(form);
        into.Write(" "u8);
    }

    private static void Add(ArrayBufferWriter<byte> into, string text) => into.Advance(Encoding.UTF8.GetBytes(text, into.GetSpan(Encoding.UTF8.GetMaxByteCount(text.Length))));

    // Python takes an empty object for no data at all.
    private static void Cut(ArrayBufferWriter<byte> into, int length)
    {
        var kept = into.WrittenSpan[..length].ToArray();
        into.ResetWrittenCount();
        into.Write(kept);
    }

    private static bool IsEmpty(MetadataValue data) => data.Type switch
    {
        MetadataType.None => true,
        MetadataType.Map => data.TryGetMap(out var map) && map.Count == 0,
        MetadataType.List => data.TryGetList(out var list) && list.Count == 0,
        _ => false,
    };

    private static bool HasTime(MetadataValue value)
    {
        if (value.TryGetMap(out var map))
        {
            foreach (var (_, member) in map)
            {
                if (HasTime(member))
                    return true;
            }
        }
        else if (value.TryGetList(out var list))
        {
            foreach (var item in list.Items)
            {
                if (HasTime(item))
                    return true;
            }
        }

        return value.Type == MetadataType.Timestamp;
    }
}
