using Windrow.Core.Configuration;

namespace Windrow.Events.Clowder.Extractors;

/// <summary>
/// Looks at what an extractor wants to be asked for, its <c>process</c>. A server compares two parts with two parts, each equal or <c>*</c>, and says nothing
/// when a pattern can never hold; so that is said here.
/// </summary>
internal static class ProcessPatterns
{
    private static readonly string[] Kinds = ["file", "dataset", "metadata"];
    private static readonly string[] OfDatasets = ["file.added", "files.added", "file.removed"];

    public static void Check(ConfigNode process, DiagnosticBag diagnostics)
    {
        if (process is not MappingNode kinds)
        {
            if (process is not ScalarNode { IsNull: true })
                diagnostics.Error(Rules.WrongType, process, $"'process' is a mapping, this is {process.Describe()}", "write 'process: {file: [text/*]}', or 'process: {}' for an extractor that is submitted to only");
            return;
        }

        foreach (var entry in kinds.Entries)
        {
            if (!Kinds.Contains(entry.Name))
                diagnostics.Error(Rules.UnknownOption, entry.Key, $"there are no events of '{entry.Name}'{Suggestion.Clause(entry.Name, Kinds)}", "there are file, dataset and metadata");
            else if (entry.Value is SequenceNode patterns)
                Check(entry.Name, patterns, diagnostics);
            else
                diagnostics.Error(Rules.WrongType, entry.Value, $"'{entry.Name}' is a list, this is {entry.Value.Describe()}", $"write for example '{entry.Name}: [{(entry.Name == "file" ? "text/*" : "file.added")}]'");
        }
    }

    private static void Check(string kind, SequenceNode patterns, DiagnosticBag diagnostics)
    {
        foreach (var item in patterns.Items)
        {
            if (item is not ScalarNode { IsNull: false } pattern)
            {
                diagnostics.Error(Rules.WrongType, item, $"a pattern is a text, this is {item.Describe()}");
                continue;
            }

            var parts = pattern.Text.Split('/', '.');
            if (parts.Length != 2)
                diagnostics.Warning(Rules.OptionCheck, pattern, $"no event is ever like '{pattern.Text}': Clowder compares two parts, and this has {parts.Length}", AdviceFor(kind, pattern.Text));
            else if (kind == "dataset" && !parts.Contains("*") && !OfDatasets.Contains(pattern.Text))
                diagnostics.Warning(Rules.OptionCheck, pattern, $"a dataset has no event '{pattern.Text}'", $"there are {string.Join(", ", OfDatasets)}");
        }
    }

    private static string AdviceFor(string kind, string pattern) => kind switch
    {
        "file" when pattern.Contains('/', StringComparison.Ordinal) => $"write '{pattern[..pattern.IndexOf('/', StringComparison.Ordinal)]}/{pattern[(pattern.IndexOf('/', StringComparison.Ordinal) + 1)..].Replace('.', '_').Replace('/', '_')}': points of a MIME type are '_' there",
        "file" => "write a MIME type, such as image/png, image/* or */*",
        "metadata" => "write added.file, added.dataset, added.* or removed.*",
        _ => $"write {string.Join(", ", OfDatasets)}, or '*.*'",
    };
}
