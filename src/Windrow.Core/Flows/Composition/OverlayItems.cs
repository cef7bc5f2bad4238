using System.Globalization;
using Windrow.Core.Configuration;

namespace Windrow.Core.Flows.Composition;

/// <summary>Finds what an item of an overlay's list is meant for: by its name, or by its type where one item has that type.</summary>
internal sealed class OverlayItems(DiagnosticBag diagnostics)
{
    private static readonly string[] Named = ["sources", "plans", "actions", "sinks", "triggers", "tests", "expect"];

    /// <summary>Whether a list is merged item by item. <c>expect</c> stands elsewhere for other things, too, which have no names.</summary>
    public static bool AreNamed(string key, SequenceNode list) => Named.Contains(key)
        && (key != "expect" || list.Items.All(static item => item is MappingNode mapping && (mapping["name"] is not null || mapping[OverlayDirective.Key] is not null)));

    /// <summary>What an item is, for messages: <c>plan 'daily'</c>.</summary>
    public static string Describe(string key, MappingNode item)
    {
        var what = key.TrimEnd('s');
        return (item["name"] ?? item["type"]) is ScalarNode name ? $"{what} '{name.Text}'" : $"this {what}";
    }

    /// <param name="originals">The items before the overlay: plans without a name are known by their place.</param>
    /// <returns>The place in the list; null: there is none, which is reported.</returns>
    public int? Find(string key, List<ConfigNode> items, IReadOnlyList<ConfigNode> originals, MappingNode item)
    {
        if (item["name"] is ScalarNode name)
            return FindNamed(key, items, originals, name);
        if (key is "plans" or "tests" or "expect" || item["type"] is not ScalarNode type)
        {
            diagnostics.Error(Rules.OverlayTarget, item, $"this does not say which of the '{key}' it is for", "write its 'name', or '$overlay: add' for a further one");
            return null;
        }

        var found = Enumerable.Range(0, items.Count).Where(at => TextOf(items[at], "type") == type.Text).ToList();
        if (found.Count == 1)
            return found[0];
        if (found.Count > 1)
            diagnostics.Error(Rules.OverlayTarget, item, $"{found.Count} of the '{key}' have the type '{type.Text}', the first at {items[found[0]].Location}", "give the one that is meant a 'name' in the flow file, and write that");
        else
            Missing(key, type, items.Select(static each => TextOf(each, "type")));
        return null;
    }

    /// <summary>Where an addition goes; null: what it is to stand beside is not there, which is reported.</summary>
    public int? PlaceOf(string key, List<ConfigNode> items, OverlayDirective directive, MappingNode item)
    {
        if ((directive.Before ?? directive.After) is not { } beside)
            return items.Count;
        var at = items.FindIndex(each => TextOf(each, "name") == beside.Text);
        if (at < 0)
            at = items.FindIndex(each => TextOf(each, "type") == beside.Text);
        if (at >= 0)
            return directive.Before is null ? at + 1 : at;
        Missing(key, beside, items.Select(static each => TextOf(each, "name") ?? TextOf(each, "type")));
        return null;
    }

    /// <summary>The place of an item with the same name; null: there is none.</summary>
    public static SourceLocation? IsThere(string key, List<ConfigNode> items, MappingNode item) =>
        (TextOf(item, "name") ?? (key == "sources" ? TextOf(item, "type") : null)) is { } name ? items.Find(each => NameOf(key, each) == name)?.Location : null;

    private int? FindNamed(string key, List<ConfigNode> items, IReadOnlyList<ConfigNode> originals, ScalarNode name)
    {
        var at = items.FindIndex(each => NameOf(key, each) == name.Text);
        if (at < 0 && key == "plans")
        {
            for (var i = 0; i < originals.Count && at < 0; i++)
            {
                if (TextOf(originals[i], "name") is null && name.Text == string.Create(CultureInfo.InvariantCulture, $"plan-{i + 1}"))
                    at = items.IndexOf(originals[i]);
            }
        }

        if (at >= 0)
            return at;
        Missing(key, name, items.Select(each => NameOf(key, each)));
        return null;
    }

    private void Missing(string key, ScalarNode name, IEnumerable<string?> names)
    {
        var there = names.OfType<string>().Distinct().ToList();
        var list = there.Count == 0 ? "there are none" : $"there are: {string.Join(", ", there.Take(20))}{(there.Count > 20 ? ", …" : "")}";
        diagnostics.Error(Rules.OverlayTarget, name, $"none of the '{key}' is '{name.Text}'{Suggestion.Clause(name.Text, there)}", $"{list}; write '$overlay: add' for a further one");
    }

    // A source without a name has that of its type.
    private static string? NameOf(string key, ConfigNode item) => TextOf(item, "name") ?? (key == "sources" ? TextOf(item, "type") : null);

    private static string? TextOf(ConfigNode item, string key) => item is MappingNode mapping && mapping[key] is ScalarNode text ? text.Text : null;
}
