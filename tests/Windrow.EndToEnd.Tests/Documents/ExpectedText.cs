using System.Text.RegularExpressions;

namespace Windrow.EndToEnd.Tests.Documents;

/// <summary>Compares what came out with what a document shows, where <c>…</c> stands for anything.</summary>
internal static class ExpectedText
{
    /// <returns>Null when it fits; else what does not.</returns>
    public static string? Difference(string expected, string actual)
    {
        var pattern = new System.Text.StringBuilder(@"\A");
        foreach (var line in expected.TrimEnd().Split('\n'))
        {
            // A line of its own stands for any number of lines.
            pattern.Append(line.Trim() == "…" ? @"(?:[^\n]*\n)*?" : string.Join("[^\n]*?", line.TrimEnd().Split('…').Select(Regex.Escape)) + @"[ ]*\n");
        }

        pattern.Append(@"\z");
        var text = string.Concat(actual.TrimEnd().Split('\n').Select(static line => line.TrimEnd('\r') + "\n"));
        if (expected.Trim().Length == 0)
            return text.Trim().Length == 0 ? null : $"expected nothing, got:\n{text}";
        return Regex.IsMatch(text, pattern.ToString(), RegexOptions.None, TimeSpan.FromSeconds(10)) ? null : $"expected:\n{expected}\ngot:\n{text}";
    }
}
