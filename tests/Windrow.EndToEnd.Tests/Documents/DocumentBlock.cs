using System.Text.RegularExpressions;

namespace Windrow.EndToEnd.Tests.Documents;

/// <summary>A fenced block of a document.</summary>
/// <param name="Language">The first word after the fence.</param>
/// <param name="File">The name it is written under, from <c>file=NAME</c>.</param>
/// <param name="Part">What of a flow it is, from <c>part=actions</c> or <c>part=sources</c>; null: a whole file.</param>
/// <param name="Line">Line of the fence.</param>
internal sealed partial record DocumentBlock(string Language, string? File, string? Part, string Text, int Line)
{
    public bool IsShell => Language is "sh" or "console";

    public static List<DocumentBlock> Of(string path)
    {
        var blocks = new List<DocumentBlock>();
        var lines = System.IO.File.ReadAllLines(path);
        for (var i = 0; i < lines.Length; i++)
        {
            var open = Fence().Match(lines[i]);
            if (!open.Success)
                continue;
            var indent = open.Groups[1].Length;
            var end = Array.FindIndex(lines, i + 1, static line => line.TrimStart().StartsWith("```", StringComparison.Ordinal));
            if (end < 0)
                throw new InvalidDataException($"{path}:{i + 1}: the block has no end");
            var text = string.Concat(lines[(i + 1)..end].Select(line => (line.Length >= indent ? line[indent..] : line.TrimStart()) + "\n"));
            string? Value(string key) => open.Groups[3].Value.Split(' ').FirstOrDefault(word => word.StartsWith(key + "=", StringComparison.Ordinal))?[(key.Length + 1)..];
            blocks.Add(new DocumentBlock(open.Groups[2].Value, Value("file"), Value("part"), text, i + 1));
            i = end;
        }

        return blocks;
    }

    /// <summary>The text as a file that can be checked: a part is put into a flow around it.</summary>
    public string WholeFlow() => Part switch
    {
        null => Text,
        "sources" => $"sources:\n{Indented("  ")}plans: [{{actions: [{{type: \"null\"}}]}}]\n",
        "actions" => $"plans:\n  - actions:\n{Indented("      ")}      - type: \"null\"\n",
        "plans" => $"plans:\n{Indented("  ")}",
        _ => throw new InvalidDataException($"line {Line}: there is no part '{Part}'"),
    };

    private string Indented(string indent) => string.Concat(Text.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => $"{indent}{line}\n"));

    [GeneratedRegex(@"^( *)```([a-z]+)\s*(.*)$")]
    private static partial Regex Fence();
}
