using Windrow.Core.Configuration;

namespace Windrow.Core.Flows.Composition;

/// <summary>Puts the sections of fragments and of the file that includes them together.</summary>
internal sealed class SectionMerge(DiagnosticBag diagnostics)
{
    /// <param name="without">The key that is left out of the result.</param>
    public MappingNode Merge(MappingNode file, List<MappingNode> fragments, string without)
    {
        var entries = file.Entries.Where(entry => entry.Name != without).ToList();
        foreach (var key in fragments.SelectMany(static fragment => fragment.Entries).Select(static entry => entry.Key).DistinctBy(static key => key.Text))
        {
            // A file that is read alone may name its schema.
            if (key.Text is "$schema" || key.Text == without)
                continue;
            var parts = fragments.Select(fragment => fragment[key.Text]).OfType<ConfigNode>().Where(static part => part is not ScalarNode { IsNull: true }).ToList();
            if (parts.Count == 0)
                continue;
            var at = entries.FindIndex(entry => entry.Name == key.Text);
            var merged = Section(key.Text, parts, at < 0 ? null : entries[at].Value);
            if (at < 0)
                entries.Add(new ConfigEntry(key, merged));
            else
                entries[at] = new ConfigEntry(entries[at].Key, merged);
        }

        return new MappingNode(entries, file.Location, file.Tag);
    }

    private ConfigNode Section(string key, List<ConfigNode> parts, ConfigNode? own)
    {
        if (parts.TrueForAll(static part => part is SequenceNode) && own is null or SequenceNode or ScalarNode { IsNull: true })
        {
            var lists = own is SequenceNode last ? parts.Append(last) : parts;
            return new SequenceNode(lists.SelectMany(static list => ((SequenceNode)list).Items), (own as SequenceNode ?? parts[0]).Location);
        }

        var all = parts[0];
        foreach (var part in parts.Skip(1))
            all = Agreed(key, all, part);
        if (own is not null && own.GetType() != all.GetType())
            diagnostics.Error(Rules.FragmentsDisagree, all, $"'{key}' is {all.Describe()} here and {own.Describe()} at {own.Location}", "write it in one form");
        return own is null ? all : Overridden(all, own);
    }

    // Fragments stand side by side, so none of them wins.
    private ConfigNode Agreed(string key, ConfigNode one, ConfigNode other)
    {
        if (one is MappingNode left && other is MappingNode right)
        {
            var entries = left.Entries.ToList();
            foreach (var entry in right.Entries)
            {
                var at = entries.FindIndex(each => each.Name == entry.Name);
                if (at < 0)
                    entries.Add(entry);
                else
                    entries[at] = new ConfigEntry(entries[at].Key, Agreed($"{key}.{entry.Name}", entries[at].Value, entry.Value));
            }

            return new MappingNode(entries, left.Location, left.Tag);
        }

        if (!one.HasSameContent(other))
        {
            diagnostics.Error(
                Rules.FragmentsDisagree, other, $"'{key}' is {other.Describe()} here and {one.Describe()} at {one.Location}",
                "say it in one of the files, or in the file that includes both");
        }

        return one;
    }

    private static ConfigNode Overridden(ConfigNode fragment, ConfigNode own)
    {
        if (fragment is not MappingNode under || own is not MappingNode over)
            return own;
        var entries = over.Entries.ToList();
        foreach (var entry in under.Entries)
        {
            var at = entries.FindIndex(each => each.Name == entry.Name);
            if (at < 0)
                entries.Add(entry);
            else
                entries[at] = new ConfigEntry(entries[at].Key, Overridden(entry.Value, entries[at].Value));
        }

        return new MappingNode(entries, over.Location, over.Tag);
    }
}
