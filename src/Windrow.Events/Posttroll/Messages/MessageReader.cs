using System.Text;
using System.Text.Json;
using System.Text.Unicode;
using Windrow.Core.Messages;
using Windrow.Events.Posttroll.Source;

namespace Windrow.Events.Posttroll.Messages;

/// <summary>
/// Reads messages of every version into metadata: the members of the data by their names, the header under <c>posttroll.</c>. Octets that are no UTF-8 are taken as
/// ISO 8859-1. Nothing that is wrong with a message throws. What is as it was in the message before is not read again. For one thread.
/// </summary>
internal sealed class MessageReader
{
    private readonly MetadataDraft _draft = new();
    private readonly LastHeader _header;
    private readonly DataReader _data;
    private readonly PlainObject _plain;

    public MessageReader(TimeReading times)
    {
        var texts = new TextCache();
        _header = new LastHeader(texts);
        _data = new DataReader(times, texts);
        _plain = new PlainObject(_data, times, texts);
    }

    /// <param name="sender">Takes the place of the message's own; null: it stays.</param>
    /// <returns>What is wrong; null: nothing, and <paramref name="read"/> is what it says.</returns>
    public string? Read(ReadOnlySpan<byte> message, out PosttrollMessage read, Func<string, string>? sender = null)
    {
        if (_header.IsOf(message, out var when, out var data) && IsoTime.TryRead(when, onlyWritten: false, out var time) && (_header.Form == DataForm.Binary || Utf8.IsValid(message)))
            return Read(data, time, out read, sender);
        read = default;
        if (PosttrollText.Read(message, out var text) is { } problem)
            return problem;
        if (text.Form != DataForm.Binary && !Utf8.IsValid(message))
        {
            message = Encoding.UTF8.GetBytes(Encoding.Latin1.GetString(message));
            _ = PosttrollText.Read(message, out text);
        }

        if (!IsoTime.TryRead(text.Time, onlyWritten: false, out time))
            return $"its time '{Encoding.UTF8.GetString(text.Time)}' is none, such as 2026-01-02T03:04:05.678901";
        _header.Keep(message, text);
        return Read(text.Data, time, out read, sender);
    }

    private string? Read(ReadOnlySpan<byte> data, DateTime time, out PosttrollMessage read, Func<string, string>? sender)
    {
        _draft.Clear();
        try
        {
            if (_header.Form == DataForm.Json)
                Data(data);
            else if (_header.Form == DataForm.Text)
                _draft.Set(PosttrollKeys.Text, Encoding.UTF8.GetString(data));
            else if (_header.Form == DataForm.Binary)
                _draft.Set(PosttrollKeys.Binary, true);
        }
        catch (JsonException exception)
        {
            read = default;
            return $"its data are no JSON: {exception.Message}";
        }

        _draft.Set(PosttrollKeys.Subject, _header.Subject);
        _draft.Set(PosttrollKeys.Type, _header.Type);
        _draft.Set(PosttrollKeys.Sender, sender is null ? _header.Sender : sender(_header.Sender));
        _draft.Set(PosttrollKeys.Time, time);
        _draft.Set(PosttrollKeys.Version, _header.Version);
        read = new PosttrollMessage(_header.Subject, _header.Type, _draft.Build(), _header.Form);
        return null;
    }

    private void Data(ReadOnlySpan<byte> json)
    {
        if (_plain.TryRead(json, _draft))
            return;
        _draft.Clear();
        _data.Read(json, _draft);
    }
}
