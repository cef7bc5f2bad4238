namespace Windrow.Core.Configuration;

/// <summary>Makes mappings of entries as they stand in the file: resolves merge keys and finds duplicates.</summary>
internal sealed class MappingBuilder(DiagnosticBag diagnostics, ConfigDialect dialect)
{
    private const string MergeName = "<<";
    private readonly Dictionary<string, int> _seen = new(StringComparer.Ordinal);

    public static bool IsMerge(ScalarNode key) => key.Text == MergeName && (key.IsPlain || key.Tag == CoreTags.Full("merge"));

    /// <summary>Builds the mapping; <paramref name="countMerged"/> is told the number of nodes that merging adds.</summary>
    public MappingNode Build(List<ConfigEntry> entries, bool hasMerge, SourceLocation at, string? tag, Action<long> countMerged)
    {
        _seen.Clear();
        var distinct = Distinct(entries);
        return new MappingNode(hasMerge ? Merged(distinct, countMerged) : distinct, at, tag);
    }

    private List<ConfigEntry> Distinct(List<ConfigEntry> entries)
    {
        var hasDuplicates = false;
        for (var i = 0; i < entries.Count; i++)
        {
            var key = entries[i].Key;
            if (IsMerge(key) || _seen.TryAdd(key.Text, i))
                continue;
            hasDuplicates = true;
            var first = entries[_seen[key.Text]].Key.Location;
            if (dialect is ConfigDialect.Yaml11 or ConfigDialect.PythonObjects)
                diagnostics.Warning(Rules.DuplicateKey, key, $"the key '{Short(key)}' stands at {first} already; this one wins", "remove one of them");
            else
                diagnostics.Error(Rules.DuplicateKey, key, $"the key '{Short(key)}' stands at {first} already", "remove one of them");
            _seen[key.Text] = i;
        }
        if (!hasDuplicates)
            return entries;
        var kept = new List<ConfigEntry>(_seen.Count);
        for (var i = 0; i < entries.Count; i++)
        {
            if (IsMerge(entries[i].Key) || _seen[entries[i].Key.Text] == i)
                kept.Add(entries[i]);
        }
        return kept;
    }

    // An explicit key wins over a merged one, and an earlier merged mapping over a later one.
    private List<ConfigEntry> Merged(List<ConfigEntry> entries, Action<long> countMerged)
    {
        var merged = new List<ConfigEntry>();
        foreach (var entry in entries)
        {
            if (!IsMerge(entry.Key))
            {
                merged.Add(entry);
                continue;
            }
            foreach (var source in Sources(entry))
            {
                foreach (var inherited in source.Entries)
                {
                    if (!_seen.TryAdd(inherited.Name, -1))
                        continue;
                    countMerged(1 + inherited.Value.Size);
                    merged.Add(inherited);
                }
            }
        }
        return merged;
    }

    private List<MappingNode> Sources(ConfigEntry merge)
    {
        var sources = new List<MappingNode>();
        var items = merge.Value is SequenceNode list ? list.Items : [merge.Value];
        foreach (var item in items)
        {
            if (item is MappingNode mapping)
                sources.Add(mapping);
            else
                diagnostics.Error(Rules.MergeKey, item, $"'<<' cannot merge {item.Describe()}", "give it a mapping, e.g. '<<: *defaults'");
        }
        return sources;
    }

    private static string Short(ScalarNode key) => key.Text.Length <= 40 ? key.Text : string.Concat(key.Text.AsSpan(0, 37), "...");
}
