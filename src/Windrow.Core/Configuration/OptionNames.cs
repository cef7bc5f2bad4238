namespace Windrow.Core.Configuration;

/// <summary>Finds for each declared option what a mapping gives it, and reports keys that are no options and options that are missing.</summary>
internal static class OptionNames
{
    /// <summary>The node of each option in the order of declaration; null where none is given.</summary>
    public static ConfigNode?[] Match(OptionSet set, MappingNode mapping, ValueBinder binder)
    {
        var options = set.Options;
        var values = new ConfigNode?[options.Count];
        foreach (var entry in mapping.Entries)
        {
            var index = IndexOf(options, entry.Name, out var isOldName);
            if (index < 0)
            {
                if (!binder.Settings.AlsoKnown.Contains(entry.Name))
                    ReportUnknown(set, entry.Key, binder);
                continue;
            }
            var name = options[index].Name;
            if (isOldName)
                binder.Diagnostics.Warning(Rules.OldName, entry.Key, $"'{entry.Name}' is the old name of '{name}'", $"write {name}");
            if (values[index] is { } earlier)
            {
                binder.Diagnostics.Error(
                    Rules.OptionTwice, entry.Key, $"'{entry.Name}' gives '{name}' again, after {earlier.Location}", "keep one of them");
            }
            else
            {
                values[index] = entry.Value;
            }
        }
        for (var i = 0; i < values.Length; i++)
        {
            if (values[i] is null && options[i].Required)
                ReportMissing(set, options[i], mapping, binder);
        }
        return values;
    }

    private static int IndexOf(IReadOnlyList<OptionInfo> options, string name, out bool isOldName)
    {
        isOldName = false;
        for (var i = 0; i < options.Count; i++)
        {
            if (options[i].Name == name)
                return i;
        }
        isOldName = true;
        for (var i = 0; i < options.Count; i++)
        {
            if (options[i].Aliases.Contains(name))
                return i;
        }
        return -1;
    }

    private static void ReportUnknown(OptionSet set, ScalarNode key, ValueBinder binder)
    {
        var known = new List<string>(binder.Settings.AlsoKnown);
        foreach (var option in set.Options)
            known.Add(option.Name);
        var name = key.Text.Length <= 60 ? key.Text : string.Concat(key.Text.AsSpan(0, 57), "...");
        var suggestion = Suggestion.Phrase(key.Text, known);
        var valid = known.Count == 0 ? "it takes no options" : $"valid options are {string.Join(", ", known)}";
        binder.Diagnostics.Report(
            binder.Settings.Dialect != ConfigDialect.Multio,
            Rules.UnknownOption,
            key,
            $"'{name}' is not an option of {set.Title ?? "this mapping"}",
            suggestion.Length == 0 ? valid : $"{suggestion} ({valid})");
    }

    private static void ReportMissing(OptionSet set, OptionInfo option, MappingNode mapping, ValueBinder binder) =>
        binder.Diagnostics.Error(
            Rules.MissingOption,
            mapping,
            $"{set.Title ?? "this mapping"} needs the option '{option.Name}'",
            $"write for example {OptionExample.Line(option)}");
}
