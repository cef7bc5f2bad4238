using System.Text;
using System.Text.RegularExpressions;
using Windrow.Core.Configuration;
using Windrow.Core.PlugIns;

namespace Windrow.Exec.Rulechecker;

/// <summary>Looks at the files of a rulechecker before it runs: the map is well formed, and each rule of it is a function.</summary>
internal sealed partial class RuleMap(PlugInContext context)
{
    private static readonly string[] Levels = ["dataset", "file"];

    private readonly DiagnosticBag _diagnostics = context.Diagnostics;

    /// <param name="node">The options of the action.</param>
    /// <returns>Whether it can run.</returns>
    public bool Check(MappingNode node)
    {
        var errors = _diagnostics.ErrorCount;
        var file = (ScalarNode)node["map"]!;
        if (Read(file.Text, file) is not { } content || ConfigReader.Read(content, file.Text, _diagnostics) is not { } read)
            return false;
        if (read is not MappingNode map)
        {
            _diagnostics.Error(Rules.WrongType, read, $"the map of rules is an object, this is {read.Describe()}", "write {\"rule\": {\"extractors\": {\"extractor\": {}}}}");
            return false;
        }

        foreach (var rule in map.Entries)
            CheckRule(rule);
        var place = node["rules"] ?? file;
        var rules = node["rules"] is ScalarNode { Text: { Length: > 0 } named } ? named : Path.Combine(Path.GetDirectoryName(file.Text) ?? "", "rules.py");
        if (Read(rules, place) is { } code)
            CheckFunctions(map, rules, Encoding.UTF8.GetString(code));
        return _diagnostics.ErrorCount == errors;
    }

    private void CheckRule(ConfigEntry rule)
    {
        if (rule.Value is not MappingNode { } entry || entry["extractors"] is not MappingNode { Entries.Count: > 0 } extractors)
        {
            _diagnostics.Error(Rules.MissingOption, rule.Value, $"the rule '{rule.Name}' decides about no extractor", "write \"extractors\": {\"name\": {\"extract_level\": \"dataset\"}}");
            return;
        }

        foreach (var extractor in extractors.Entries)
        {
            if (extractor.Value is not MappingNode how)
                _diagnostics.Error(Rules.WrongType, extractor.Value, $"what is said of '{extractor.Name}' is an object, this is {extractor.Value.Describe()}", "write {} or {\"extract_level\": \"dataset\"}");
            else if (how["extract_level"] is { } level && (level is not ScalarNode text || !Levels.Contains(text.Text)))
                _diagnostics.Error(Rules.UnknownChoice, level, $"{level.Describe()} is no level", "there are dataset and file");
        }
    }

    // Functions may come from elsewhere (from x import *), so one that is not seen is a warning.
    private void CheckFunctions(MappingNode map, string file, string code)
    {
        var defined = Definition().Matches(code).Select(static match => match.Groups[1].Value).ToHashSet(StringComparer.Ordinal);
        foreach (var rule in map.Entries)
        {
            if (!defined.Contains(rule.Name) && !code.Contains(rule.Name, StringComparison.Ordinal))
                _diagnostics.Warning(Rules.MissingProgram, rule.Key, $"'{file}' has no function '{rule.Name}'{Suggestion.Clause(rule.Name, defined)}", "correct the name, or add the function");
        }
    }

    private byte[]? Read(string path, ConfigNode at)
    {
        try
        {
            using var stream = context.Services.Files.OpenRead(context.InputPath(path));
            using var bytes = new MemoryStream();
            stream.CopyTo(bytes);
            return bytes.ToArray();
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            _diagnostics.Error(Rules.MissingFile, at, $"'{path}' cannot be read: {exception.Message.TrimEnd('.')}", "correct the path; it is relative to the directory of the flow file");
            return null;
        }
    }

    [GeneratedRegex(@"^def\s+(\w+)\s*\(|^(\w+)\s*=", RegexOptions.Multiline)]
    private static partial Regex Definition();
}
