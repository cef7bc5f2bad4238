namespace Windrow.Core.Configuration;

/// <summary>
/// Writes a sample of declared options as YAML: required options with an example, the others commented out
/// with their default, each under its description.
/// </summary>
public static class OptionScaffold
{
    private const int Width = 100;

    public static void Write(OptionSet set, TextWriter writer, int indent = 0)
    {
        var margin = new string(' ', indent);
        foreach (var option in set.Options)
        {
            WriteComment(option.Description, margin, writer);
            writer.Write(option.Required ? $"{margin}{OptionExample.Line(option)}\n" : $"{margin}# {option.Name}: {Optional(option)}\n");
        }
    }

    private static string Optional(OptionInfo option) =>
        option.Default is { } value ? FlowWriter.Write(value) : OptionExample.Value(option);

    private static void WriteComment(string text, string margin, TextWriter writer)
    {
        var line = $"{margin}#";
        foreach (var word in text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries))
        {
            if (line.Length + 1 + word.Length > Width)
            {
                writer.Write(line + "\n");
                line = $"{margin}#";
            }
            line += " " + word;
        }
        writer.Write(line + "\n");
    }
}
