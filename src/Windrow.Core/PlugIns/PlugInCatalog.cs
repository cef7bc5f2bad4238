using System.Diagnostics.CodeAnalysis;
using Windrow.Core.Binary;
using Windrow.Core.Payloads;
using Windrow.Core.Sources;

namespace Windrow.Core.PlugIns;

/// <summary>The plug-ins that a program offers. Each assembly adds its own; the composition root reads as a table of contents.</summary>
public sealed class PlugInCatalog
{
    private readonly Dictionary<string, PlugIn> _sources = new(StringComparer.Ordinal);
    private readonly Dictionary<string, PlugIn> _actions = new(StringComparer.Ordinal);
    private readonly List<ContentReader> _readers = [];

    /// <summary>The formats that sources of files can read.</summary>
    public IReadOnlyList<ContentReader> Readers => _readers;

    /// <summary>The formats that stored messages can have.</summary>
    public StoredFormats Formats { get; } = new();

    /// <summary>All plug-ins, by kind and name.</summary>
    public IReadOnlyList<PlugIn> All => [.. _sources.Values.Concat(_actions.Values).Distinct().OrderBy(static plugIn => plugIn.Kind).ThenBy(static plugIn => plugIn.Name, StringComparer.Ordinal)];

    /// <exception cref="ArgumentException">The name, or an older one, is taken.</exception>
    public PlugInCatalog Add(PlugIn plugIn)
    {
        var byName = plugIn.Kind == PlugInKind.Source ? _sources : _actions;
        byName.Add(plugIn.Name, plugIn);
        foreach (var alias in plugIn.Aliases)
            byName.Add(alias, plugIn);
        return this;
    }

    public PlugInCatalog Add(ContentReader reader)
    {
        _readers.Add(reader);
        return this;
    }

    public PlugInCatalog Add(PayloadFormat format)
    {
        Formats.Add(format);
        return this;
    }

    public PlugInCatalog Add(TailFormat format)
    {
        Formats.Add(format);
        return this;
    }

    public bool TryGetSource(string name, [NotNullWhen(true)] out PlugIn? plugIn) => _sources.TryGetValue(name, out plugIn);

    /// <summary>An action, or a sink used as one.</summary>
    public bool TryGetAction(string name, [NotNullWhen(true)] out PlugIn? plugIn) => _actions.TryGetValue(name, out plugIn);

    public IEnumerable<string> NamesOf(params PlugInKind[] kinds) => All.Where(plugIn => kinds.Contains(plugIn.Kind)).Select(static plugIn => plugIn.Name);
}
