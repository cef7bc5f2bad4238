using Windrow.Core.Configuration;

namespace Windrow.Events.Gatherer.Ini;

/// <summary>A section of an <c>.ini</c> file. Names of options are in small letters, as Python reads them.</summary>
internal sealed class IniSection(ScalarNode name)
{
    private readonly List<ConfigEntry> _entries = [];

    public string Name => name.Text;

    public SourceLocation Location => name.Location;

    public IReadOnlyList<ConfigEntry> Entries => _entries;

    /// <summary>The value of an option; null where it is not there.</summary>
    public ScalarNode? this[string option] => (ScalarNode?)_entries.Find(entry => entry.Name == option)?.Value;

    /// <returns>False: there is one of this name.</returns>
    public bool TryAdd(ScalarNode option, ScalarNode value)
    {
        if (this[option.Text] is not null)
            return false;
        _entries.Add(new ConfigEntry(option, value));
        return true;
    }

    /// <summary>A line that goes on with the last value.</summary>
    public void GoOn(string more)
    {
        var (key, value) = _entries[^1];
        _entries[^1] = new ConfigEntry(key, ScalarNode.Of($"{((ScalarNode)value).Text}\n{more}".TrimStart('\n'), value.Location));
    }
}
