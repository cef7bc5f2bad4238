using System.Buffers;
using System.Text;

namespace Windrow.Events.Posttroll.Messages;

/// <summary>
/// A message of posttroll taken apart, as slices of its octets: <c>pytroll:/</c>, then subject, type, sender, time and version with white space in between, and perhaps a
/// mime type and data, which run to the end.
/// </summary>
internal readonly ref struct PosttrollText
{
    private const int HeaderFields = 5;
    private const int MostFields = 7;

    // What Python's \s is, as far as it is ASCII.
    private static readonly SearchValues<byte> Space = SearchValues.Create([9, 10, 11, 12, 13, 28, 29, 30, 31, 32]);

    /// <summary>With its slash: <c>/segment/0deg</c>.</summary>
    public ReadOnlySpan<byte> Subject { get; private init; }

    public ReadOnlySpan<byte> Type { get; private init; }

    public ReadOnlySpan<byte> Sender { get; private init; }

    public ReadOnlySpan<byte> Time { get; private init; }

    public ReadOnlySpan<byte> Version { get; private init; }

    /// <summary>How the data are to be read.</summary>
    public DataForm Form { get; private init; }

    public ReadOnlySpan<byte> Data { get; private init; }

    /// <returns>What is wrong; null: nothing.</returns>
    public static string? Read(ReadOnlySpan<byte> message, out PosttrollText text)
    {
        text = default;
        if (!message.StartsWith(Grammar.Magic))
            return "it does not begin with 'pytroll:/'";
        var rest = message[Grammar.Magic.Length..];
        var (at, count) = (0, 0);
        Span<(int From, int To)> fields = stackalloc (int, int)[MostFields];
        while (true)
        {
            var length = count == MostFields - 1 ? -1 : rest[at..].IndexOfAny(Space);
            fields[count++] = (at, length < 0 ? rest.Length : at + length);
            if (length < 0)
                break;
            at += length;
            var next = rest[at..].IndexOfAnyExcept(Space);
            at = next < 0 ? rest.Length : at + next;
        }

        if (count < HeaderFields)
            return "subject, type, sender, time and version are not all there";
        for (var i = 0; i < HeaderFields; i++)
        {
            if (fields[i].From == fields[i].To)
                return i == 0 ? "the subject is empty" : "subject, type, sender, time and version are not all there";
        }

        if (count == HeaderFields + 1)
            return "there is a mime type without data, or white space behind the version";
        var form = DataForm.None;
        if (count == MostFields && !TryForm(rest[fields[5].From..fields[5].To], out form))
            return $"the mime type '{Show(rest[fields[5].From..fields[5].To])}' is none of application/json, text/ascii and binary/octet-stream";
        text = new PosttrollText
        {
            Subject = rest[..fields[0].To],
            Type = rest[fields[1].From..fields[1].To],
            Sender = rest[fields[2].From..fields[2].To],
            Time = rest[fields[3].From..fields[3].To],
            Version = rest[fields[4].From..fields[4].To],
            Form = form,
            Data = count == MostFields ? rest[fields[6].From..] : default,
        };
        return text.Version.SequenceCompareTo(Grammar.NewestVersion) > 0 ? $"its version is '{Show(text.Version)}', and the newest that is known is v1.2" : null;
    }

    private static bool TryForm(ReadOnlySpan<byte> type, out DataForm form)
    {
        form = Ascii.EqualsIgnoreCase(type, Grammar.Json) ? DataForm.Json
            : Ascii.EqualsIgnoreCase(type, Grammar.Text) ? DataForm.Text
            : Ascii.EqualsIgnoreCase(type, Grammar.Binary) ? DataForm.Binary
            : DataForm.None;
        return form != DataForm.None;
    }

    private static string Show(ReadOnlySpan<byte> text) => Encoding.Latin1.GetString(text[..Math.Min(text.Length, 40)]);
}
