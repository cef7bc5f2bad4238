namespace Windrow.Core.Configuration;

/// <summary>An example of each option, as YAML on one line.</summary>
public static class OptionExample
{
    public static string Line(OptionInfo option) => $"{option.Name}: {Value(option)}";

    public static string Value(OptionInfo option) => option.Example ?? option.Kind switch
    {
        OptionKind.Choice => option.Choices[0],
        OptionKind.Choices => $"[{option.Choices[0]}]",
        _ when option.Default is { } value => FlowWriter.Write(value),
        OptionKind.Flag => "true",
        OptionKind.Integer => FlowWriter.Write(ScalarNode.Of((long)(option.Minimum ?? 1))),
        OptionKind.Number => FlowWriter.Write(ScalarNode.Of(option.Minimum ?? 1.5)),
        OptionKind.Duration => "90s",
        OptionKind.ByteSize => "64KiB",
        OptionKind.TextList => "[a, b]",
        OptionKind.Map => "{name: text}",
        OptionKind.Nested => $"{{{Inner(option.Inner!)}}}",
        OptionKind.ListOf => $"[{{{Inner(option.Inner!)}}}]",
        OptionKind.Secret => "${secret:" + option.Name + "}",
        _ => "text",
    };

    private static string Inner(OptionSet set)
    {
        var parts = new List<string>();
        foreach (var option in set.Options)
        {
            if (option.Required)
                parts.Add(Line(option));
        }
        return parts.Count > 0 || set.Options.Count == 0 ? string.Join(", ", parts) : Line(set.Options[0]);
    }
}
