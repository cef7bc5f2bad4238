using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Unicode;

namespace Windrow.Core.Configuration;

/// <summary>Checks the characters of a file before any parser sees them.</summary>
internal static class SourceText
{
    public static void ReportSize(long size, ConfigLimits limits, string file, DiagnosticBag diagnostics) =>
        diagnostics.Error(
            Rules.TooLarge,
            new SourceLocation(file, 0, 0),
            string.Create(CultureInfo.InvariantCulture, $"the file is {size} bytes long, at most {limits.MaxSize} are read"));

    public static bool TryDecode(ReadOnlySpan<byte> utf8, string file, DiagnosticBag diagnostics, out string text)
    {
        text = "";
        if (utf8.StartsWith("\uFEFF"u8))
            utf8 = utf8[3..];
        if (utf8.Length >= 2 && (utf8[0], utf8[1]) is (0xFF, 0xFE) or (0xFE, 0xFF))
        {
            diagnostics.Error(Rules.Encoding, new SourceLocation(file, 1, 1), "the file is encoded as UTF-16", "save it as UTF-8");
            return false;
        }
        var good = Utf8.IsValid(utf8) ? utf8.Length : 0;
        while (good < utf8.Length && Rune.DecodeFromUtf8(utf8[good..], out _, out var length) == OperationStatus.Done)
            good += length;
        text = Encoding.UTF8.GetString(utf8[..good]);
        if (good == utf8.Length)
            return true;
        diagnostics.Error(
            Rules.Encoding,
            Locate(text, text.Length, file),
            $"the byte 0x{utf8[good]:X2} is not part of any UTF-8 character",
            "save the file as UTF-8");
        return false;
    }

    public static bool IsClean(string text, string file, DiagnosticBag diagnostics)
    {
        for (var at = 0; at < text.Length; at++)
        {
            // Printable ASCII, of which nearly all of a file is, is skipped at once.
            var next = text.AsSpan(at).IndexOfAnyExceptInRange(' ', '~');
            if (next < 0)
                return true;
            at += next;
            if (!IsSuspect(text[at]))
                continue;
            if (char.IsHighSurrogate(text[at]) && at + 1 < text.Length && char.IsLowSurrogate(text[at + 1]))
            {
                at++;
                continue;
            }
            diagnostics.Error(
                Rules.ControlCharacter,
                Locate(text, at, file),
                $"the character U+{(int)text[at]:X4} is not allowed in YAML",
                "remove it, or write it as an escape within double quotes");
            return false;
        }
        return true;
    }

    /// <summary>The place of a character; CR LF, LF and CR each end a line.</summary>
    public static SourceLocation Locate(string text, int position, string file)
    {
        var line = 1;
        var start = 0;
        for (var i = 0; i < position; i++)
        {
            if (text[i] != '\n' && (text[i] != '\r' || (i + 1 < text.Length && text[i + 1] == '\n')))
                continue;
            line++;
            start = i + 1;
        }
        return new SourceLocation(file, line, position - start + 1);
    }

    // C0 but tab and line ends, DEL, C1 but NEL, surrogates, the byte order mark, non-characters.
    private static bool IsSuspect(char c) =>
        c is (< ' ' and not ('\t' or '\n' or '\r')) or (>= '\u007F' and < '\u00A0' and not '\u0085') or (>= '\uD800' and < '\uE000') or >= '\uFFFE' or '\uFEFF';
}
