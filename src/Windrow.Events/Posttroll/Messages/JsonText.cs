using System.Globalization;
using System.Text;

namespace Windrow.Events.Posttroll.Messages;

/// <summary>
/// The text of a JSON string as Python has it, with half a surrogate pair where there is one: <c>\udce9</c> is how an octet of a file's name that is no UTF-8 comes.
/// </summary>
internal static class JsonText
{
    /// <param name="escaped">Between the quotes, of valid JSON.</param>
    public static string Read(ReadOnlySpan<byte> escaped)
    {
        var text = new StringBuilder(escaped.Length);
        while (!escaped.IsEmpty)
        {
            var plain = escaped.IndexOf((byte)'\\');
            if (plain != 0)
            {
                text.Append(Encoding.UTF8.GetString(plain < 0 ? escaped : escaped[..plain]));
                escaped = plain < 0 ? default : escaped[plain..];
                continue;
            }

            var isCode = escaped[1] == 'u';
            text.Append(isCode ? (char)ushort.Parse(escaped.Slice(2, 4), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture) : Plain(escaped[1]));
            escaped = escaped[(isCode ? 6 : 2)..];
        }

        return text.ToString();
    }

    private static char Plain(byte letter) => letter switch
    {
        (byte)'n' => '\n',
        (byte)'t' => '\t',
        (byte)'r' => '\r',
        (byte)'b' => '\b',
        (byte)'f' => '\f',
        _ => (char)letter,
    };
}
