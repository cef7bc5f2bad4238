using Windrow.Core.Configuration;

namespace Windrow.Exec.Trollflow;

/// <summary>A class in Python with the options that it gets.</summary>
/// <param name="Class">Module and class, such as <c>words.Doubler</c>.</param>
/// <param name="Options">Null: none.</param>
/// <param name="At">Where the name stands.</param>
internal sealed record TrollflowComponent(string Class, MappingNode? Options, ScalarNode At)
{
    /// <summary>Reads <c>{module.Class: {option: value}}</c>; null when it is wrong, which is reported.</summary>
    public static TrollflowComponent? Read(ConfigNode node, DiagnosticBag diagnostics)
    {
        if (node is not MappingNode { Entries: [var entry] })
        {
            diagnostics.Error(Rules.WrongType, node, $"a component is the name of a class with its options below it, this is {node.Describe()}", "write '- words.Doubler: {times: 2}'");
            return null;
        }

        if (!IsName(entry.Name))
        {
            diagnostics.Error(Rules.OptionCheck, entry.Key, $"'{entry.Name}' is no module with a class in it", "write for example 'words.Doubler', where the file words.py has the class Doubler");
            return null;
        }

        if (entry.Value is MappingNode or ScalarNode { IsNull: true })
            return new TrollflowComponent(entry.Name, entry.Value as MappingNode, entry.Key);
        diagnostics.Error(Rules.WrongType, entry.Value, $"the options of '{entry.Name}' are a mapping, this is {entry.Value.Describe()}", $"write '{entry.Name}: {{option: value}}', or nothing behind the colon");
        return null;
    }

    private static bool IsName(string text) =>
        text.Contains('.', StringComparison.Ordinal) && text.Split('.').All(static part => part.Length > 0 && !char.IsAsciiDigit(part[0]) && part.All(static letter => char.IsLetterOrDigit(letter) || letter == '_'));
}
