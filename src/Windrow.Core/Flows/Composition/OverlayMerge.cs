using Windrow.Core.Configuration;

namespace Windrow.Core.Flows.Composition;

/// <summary>
/// Lays one overlay over a flow. Mappings are merged key by key; items of the lists that have names (sources, plans, actions, sinks) are found by
/// theirs; every other value, lists included, takes the place of the one before; null takes the key away.
/// </summary>
internal sealed class OverlayMerge(DiagnosticBag diagnostics)
{
    private readonly OverlayItems _items = new(diagnostics);

    // Changes so far: what does not raise it has touched nothing.
    private int _changes;

    private int Findings => diagnostics.ErrorCount + diagnostics.WarningCount;

    public MappingNode Apply(MappingNode flow, MappingNode overlay)
    {
        foreach (var key in new[] { "include", "overlay" })
        {
            if (overlay.TryGet(key, out var entry))
                diagnostics.Error(Rules.NotInFragment, entry.Key, $"'{key}' cannot stand in an overlay", "write it into the flow file");
        }

        var findings = Findings;
        var kept = new MappingNode(overlay.Entries.Where(static entry => entry.Name is not ("include" or "overlay" or "$schema")), overlay.Location, overlay.Tag);
        var merged = Merge(flow, kept);
        if (_changes == 0 && Findings == findings)
            diagnostics.Warning(Rules.OverlayTouchesNothing, overlay, "the overlay changes nothing of the flow", "take it away, or correct the names in it");
        return merged;
    }

    private MappingNode Merge(MappingNode under, MappingNode over)
    {
        var entries = under.Entries.ToList();
        foreach (var entry in over.Entries)
        {
            if (entry.Name == OverlayDirective.Key)
                continue;
            var at = entries.FindIndex(each => each.Name == entry.Name);
            var before = at < 0 ? null : entries[at].Value;
            var after = Value(entry, before);
            if (after is null && at < 0)
                diagnostics.Warning(Rules.OverlayTouchesNothing, entry.Key, $"there is no '{entry.Name}' to take away");
            else if (after is null)
                entries.RemoveAt(at);
            else if (at < 0)
                entries.Add(new ConfigEntry(entry.Key, after));
            else
                entries[at] = new ConfigEntry(entries[at].Key, after);
        }

        return new MappingNode(entries, under.Location, under.Tag);
    }

    /// <returns>What stands under the key now; null: nothing.</returns>
    private ConfigNode? Value(ConfigEntry over, ConfigNode? under)
    {
        // A type may be called null: that is the sink that swallows everything.
        if (over.Value is ScalarNode { IsNull: true } && over.Name != "type")
        {
            _changes += under is null ? 0 : 1;
            return null;
        }

        if (over.Value is MappingNode mapping)
        {
            var directive = OverlayDirective.Of(mapping, diagnostics);
            if (directive.Kind == OverlayDirectiveKind.Remove)
            {
                _changes += under is null ? 0 : 1;
                return null;
            }

            if (directive.Kind == OverlayDirectiveKind.Merge && under is MappingNode below)
                return Merge(below, mapping);
            if (directive.Kind == OverlayDirectiveKind.Merge && under is not (null or ScalarNode))
                diagnostics.Error(Rules.WrongType, mapping, $"'{over.Name}' is {under.Describe()} at {under.Location}, and the overlay has a mapping", "write it in the same form, or '$overlay: replace' in the mapping");
            return Replaced(under, directive.Kind == OverlayDirectiveKind.Merge ? Merge(Empty(mapping), mapping) : OverlayDirective.Without(mapping));
        }

        if (over.Value is SequenceNode list && OverlayItems.AreNamed(over.Name, list))
            return Items(over.Name, under, list);
        return Replaced(under, over.Value);
    }

    private ConfigNode Replaced(ConfigNode? under, ConfigNode value)
    {
        if (under is null || !under.HasSameContent(value))
            _changes++;
        return value;
    }

    private SequenceNode Items(string key, ConfigNode? under, SequenceNode over)
    {
        var originals = (under as SequenceNode)?.Items ?? [];
        var items = originals.ToList();
        foreach (var each in over.Items)
        {
            if (each is not MappingNode item)
            {
                diagnostics.Error(Rules.WrongType, each, $"each of the '{key}' is a mapping, this is {each.Describe()}");
                continue;
            }

            var (before, findings) = (_changes, Findings);
            var directive = OverlayDirective.Of(item, diagnostics);
            if (directive.Kind is OverlayDirectiveKind.Add)
            {
                if (_items.PlaceOf(key, items, directive, item) is { } place)
                    items.Insert(place, Added(key, items, item));
                continue;
            }

            if (_items.Find(key, items, originals, item) is not { } at)
                continue;
            if (directive.Kind == OverlayDirectiveKind.Remove)
            {
                items.RemoveAt(at);
                _changes++;
                continue;
            }

            items[at] = directive.Kind == OverlayDirectiveKind.Replace
                ? Replaced(items[at], OverlayDirective.Without(item))
                : items[at] is MappingNode below ? Merge(below, item) : item;
            if (_changes == before && Findings == findings)
                diagnostics.Warning(Rules.OverlayTouchesNothing, item, $"this changes nothing of {OverlayItems.Describe(key, item)}", "take it away, or write what is to be different");
        }

        return new SequenceNode(items, under?.Location ?? over.Location);
    }

    private MappingNode Added(string key, List<ConfigNode> items, MappingNode item)
    {
        _changes++;
        var added = OverlayDirective.Without(item);
        if (OverlayItems.IsThere(key, items, added) is { } other)
            diagnostics.Error(Rules.OverlayTarget, item, $"there is {OverlayItems.Describe(key, added)} already, at {other}", "give the new one another name, or take '$overlay: add' out");
        return added;
    }

    private static MappingNode Empty(MappingNode like) => new([], like.Location, like.Tag);
}
