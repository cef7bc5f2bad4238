using Windrow.Core.Configuration;

namespace Windrow.Maps.Definitions.Recipes;

/// <summary>What a derived recipe changes in the steps of its parent: keys replace or add, and so within <c>params</c>, where null removes.</summary>
internal sealed class StepChanges(MappingNode changes)
{
    private const string Parameters = "params";

    private readonly HashSet<string> _used = new(StringComparer.Ordinal);

    /// <summary>The changes for ids that no step had.</summary>
    public IEnumerable<ConfigEntry> Unused => changes.Entries.Where(entry => !_used.Contains(entry.Name));

    public ConfigNode Apply(ConfigNode step)
    {
        if (step is not MappingNode mapping || mapping["id"] is not ScalarNode id || !changes.TryGet(id.Text, out var change))
            return step;
        _used.Add(id.Text);
        return change.Value is MappingNode entries ? Merge(mapping, entries, removesNull: false) : step;
    }

    private static MappingNode Merge(MappingNode original, MappingNode changes, bool removesNull)
    {
        var merged = new List<ConfigEntry>();
        foreach (var entry in original.Entries)
        {
            if (!changes.TryGet(entry.Name, out var change))
                merged.Add(entry);
            else if (!removesNull || change.Value is not ScalarNode { IsNull: true })
                merged.Add(Merged(entry, change));
        }

        merged.AddRange(changes.Entries.Where(change => original[change.Name] is null && !(removesNull && change.Value is ScalarNode { IsNull: true })));
        return new MappingNode(merged, original.Location, original.Tag);
    }

    private static ConfigEntry Merged(ConfigEntry entry, ConfigEntry change) =>
        entry is { Name: Parameters, Value: MappingNode parameters } && change.Value is MappingNode changed
            ? entry with { Value = Merge(parameters, changed, removesNull: true) }
            : change;
}
