using System.Globalization;

namespace Windrow.Core.Configuration;

/// <summary>Writes declared options as Markdown tables for the reference; nested options follow under headings of their own.</summary>
public static class OptionReference
{
    public static void Write(OptionSet set, TextWriter writer, int headingLevel = 3)
    {
        if (set.Options.Count == 0)
        {
            writer.Write("No options.\n");
            return;
        }
        writer.Write("| option | type | default | meaning |\n|---|---|---|---|\n");
        foreach (var option in set.Options)
        {
            var value = option.Required ? "required" : option.Default is { } known ? $"`{Escaped(FlowWriter.Write(known))}`" : "";
            writer.Write($"| `{option.Name}` | {Type(option)} | {value} | {Meaning(option)} |\n");
        }
        foreach (var option in set.Options)
        {
            if (option.Inner is null)
                continue;
            writer.Write($"\n{new string('#', headingLevel)} `{option.Name}`\n\n");
            Write(option.Inner, writer, headingLevel + 1);
        }
    }

    private static string Type(OptionInfo option)
    {
        var range = Range(option);
        return option.Kind switch
        {
            OptionKind.Text => "text",
            OptionKind.Flag => "true or false",
            OptionKind.Integer => "whole number" + range,
            OptionKind.Number => "number" + range,
            OptionKind.Duration => "duration",
            OptionKind.ByteSize => "size in bytes",
            OptionKind.Choice => string.Join(", ", option.Choices.Select(static choice => $"`{choice}`")),
            OptionKind.Choices => "list of " + string.Join(", ", option.Choices.Select(static choice => $"`{choice}`")),
            OptionKind.TextList => "list of texts",
            OptionKind.Map => "mapping of texts",
            OptionKind.Nested => "mapping",
            OptionKind.ListOf => "list of mappings",
            OptionKind.Secret => "secret",
            _ => "content of its own form",
        };
    }

    private static string Range(OptionInfo option)
    {
        var unit = option.Unit is null ? "" : $" in {option.Unit}";
        return unit + (option.Minimum, option.Maximum) switch
        {
            ({ } least, { } most) => string.Create(CultureInfo.InvariantCulture, $", {least} to {most}"),
            ({ } least, null) => string.Create(CultureInfo.InvariantCulture, $", at least {least}"),
            (null, { } most) => string.Create(CultureInfo.InvariantCulture, $", at most {most}"),
            _ => "",
        };
    }

    private static string Meaning(OptionInfo option)
    {
        var text = Escaped(option.Description);
        if (option.Example is not null && option.Kind != OptionKind.Flag)
            text += $" Example: `{Escaped(OptionExample.Line(option))}`.";
        return option.Aliases.Count == 0 ? text : $"{text} Older names: {string.Join(", ", option.Aliases.Select(static alias => $"`{alias}`"))}.";
    }

    private static string Escaped(string text) => text.ReplaceLineEndings(" ").Replace("|", "\\|", StringComparison.Ordinal);
}
