using System.Text;
using System.Text.Json;
using System.Text.Unicode;
using Windrow.Core.Messages;
using Windrow.Events.Posttroll.Source;

namespace Windrow.Events.Posttroll.Messages;

/// <summary>
/// Reads messages of every version into metadata: the members of the data by their names, the header under <c>posttroll.</c>. Octets that are no UTF-8 are taken as
/// ISO 8859-1. Nothing that is wrong with a message throws. For one thread.
/// </summary>
internal sealed class MessageReader
{
    private readonly TextCache _texts = new();
    private readonly MetadataDraft _draft = new();
    private readonly DataReader _data;

    public MessageReader(TimeReading times) => _data = new DataReader(times, _texts);

    /// <param name="sender">Takes the place of the message's own; null: it stays.</param>
    /// <returns>What is wrong; null: nothing, and <paramref name="read"/> is what it says.</returns>
    public string? Read(ReadOnlySpan<byte> message, out PosttrollMessage read, Func<string, string>? sender = null)
    {
        if (PosttrollText.Read(message, out var text) is { } problem)
        {
            read = default;
            return problem;
        }

        if (text.Form == DataForm.Binary || Utf8.IsValid(message))
            return Read(text, out read, sender);
        _ = PosttrollText.Read(Encoding.UTF8.GetBytes(Encoding.Latin1.GetString(message)), out text);
        return Read(text, out read, sender);
    }

    private string? Read(in PosttrollText text, out PosttrollMessage read, Func<string, string>? sender)
    {
        read = default;
        if (!IsoTime.TryRead(text.Time, onlyWritten: false, out var time))
            return $"its time '{Encoding.UTF8.GetString(text.Time)}' is none, such as 2026-01-02T03:04:05.678901";
        _draft.Clear();
        try
        {
            if (text.Form == DataForm.Json)
                _data.Read(text.Data, _draft);
            else if (text.Form == DataForm.Text)
                _draft.Set(PosttrollKeys.Text, Encoding.UTF8.GetString(text.Data));
            else if (text.Form == DataForm.Binary)
                _draft.Set(PosttrollKeys.Binary, true);
        }
        catch (JsonException exception)
        {
            return $"its data are no JSON: {exception.Message}";
        }

        var (subject, type) = (_texts.Text(text.Subject), _texts.Text(text.Type));
        var from = _texts.Text(text.Sender);
        _draft.Set(PosttrollKeys.Subject, subject);
        _draft.Set(PosttrollKeys.Type, type);
        _draft.Set(PosttrollKeys.Sender, sender is null ? from : sender(from));
        _draft.Set(PosttrollKeys.Time, time);
        _draft.Set(PosttrollKeys.Version, _texts.Text(text.Version));
        read = new PosttrollMessage(subject, type, _draft.Build(), text.Form);
        return null;
    }
}
