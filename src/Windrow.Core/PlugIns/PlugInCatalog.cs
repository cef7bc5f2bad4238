using System.Diagnostics.CodeAnalysis;
using Windrow.Core.Binary;
using Windrow.Core.Decisions;
using Windrow.Core.Payloads;
using Windrow.Core.Sources;
using Windrow.Core.Stages;
using Windrow.Core.Stages.Remote;

namespace Windrow.Core.PlugIns;

/// <summary>The plug-ins that a program offers. Each assembly adds its own; the composition root reads as a table of contents.</summary>
public sealed class PlugInCatalog
{
    private readonly Dictionary<string, PlugIn> _sources = new(StringComparer.Ordinal);
    private readonly Dictionary<string, PlugIn> _actions = new(StringComparer.Ordinal);
    private readonly List<ContentReader> _readers = [];
    private readonly List<PlugInOrigin> _origins = [];
    private readonly List<IQueueProvider> _queues = [];
    private readonly Dictionary<string, RuleKind> _rules = new(StringComparer.Ordinal);

    /// <summary>The formats that sources of files can read.</summary>
    public IReadOnlyList<ContentReader> Readers => _readers;

    /// <summary>The kinds of rules that plug-ins have added to those of conditions.</summary>
    public IReadOnlyCollection<RuleKind> Rules => _rules.Values;

    /// <summary>The assemblies of plug-ins that were taken in.</summary>
    public IReadOnlyList<PlugInOrigin> Origins => _origins;

    /// <summary>The formats that stored messages can have.</summary>
    public StoredFormats Formats { get; } = new();

    /// <summary>All plug-ins, by kind and name.</summary>
    public IReadOnlyList<PlugIn> All => [.. _sources.Values.Concat(_actions.Values).Distinct().OrderBy(static plugIn => plugIn.Kind).ThenBy(static plugIn => plugIn.Name, StringComparer.Ordinal)];

    /// <exception cref="ArgumentException">The name, or an older one, is taken.</exception>
    public PlugInCatalog Add(PlugIn plugIn)
    {
        var byName = ByName(plugIn);
        foreach (var name in plugIn.Aliases.Prepend(plugIn.Name))
        {
            if (!byName.TryAdd(name, plugIn))
                throw new ArgumentException($"there is another {KindOf(plugIn)} named '{name}'");
        }

        return this;
    }

    /// <summary>Takes in what an assembly has registered, all of it or nothing.</summary>
    /// <exception cref="ArgumentException">A name is taken; the message says which, and by whom.</exception>
    public void Include(PlugInCatalog other, PlugInOrigin origin)
    {
        foreach (var plugIn in other.All)
        {
            foreach (var name in plugIn.Aliases.Prepend(plugIn.Name))
            {
                if (ByName(plugIn).TryGetValue(name, out var taken))
                    throw new ArgumentException($"there is another {KindOf(taken)} named '{name}', of {taken.Origin?.ToString() ?? "Windrow itself"}");
                if (plugIn.Kind != PlugInKind.Source && name == "sink")
                    throw new ArgumentException("'sink' is the list of sinks of a plan, and no name for a plug-in");
            }
        }

        if (other._readers.Find(reader => _readers.Exists(there => there.Name == reader.Name)) is { } twice)
            throw new ArgumentException($"there is another content reader named '{twice.Name}'");
        if (other._rules.Keys.FirstOrDefault(_rules.ContainsKey) is { } rule)
            throw new ArgumentException($"there is another kind of rule named '{rule}'");
        Formats.Include(other.Formats);
        foreach (var kind in other._rules.Values)
        {
            kind.Origin = origin;
            Add(kind);
        }

        _readers.AddRange(other._readers);
        _queues.AddRange(other._queues);
        _origins.Add(origin);
        foreach (var plugIn in other.All)
            Add(plugIn with { Origin = origin });
    }

    public PlugInCatalog Add(ContentReader reader)
    {
        _readers.Add(reader);
        return this;
    }

    /// <summary>Adds a kind of rule for the action <c>route</c>.</summary>
    /// <exception cref="ArgumentException">The name is taken.</exception>
    public PlugInCatalog Add(RuleKind kind)
    {
        if (!_rules.TryAdd(kind.Name, kind))
            throw new ArgumentException($"there is another kind of rule named '{kind.Name}'");
        return this;
    }

    /// <summary>The kind of rule of a name; null: there is none.</summary>
    public RuleKind? FindRule(string name) => _rules.GetValueOrDefault(name);

    /// <summary>Adds a kind of queue that is kept elsewhere.</summary>
    public PlugInCatalog Add(IQueueProvider queues)
    {
        _queues.Add(queues);
        return this;
    }

    /// <summary>Who makes queues of a kind; null: nobody.</summary>
    public IQueueProvider? FindQueues(QueueKind kind) => _queues.Find(each => each.Kind == kind);

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

    private Dictionary<string, PlugIn> ByName(PlugIn plugIn) => plugIn.Kind == PlugInKind.Source ? _sources : _actions;

    private static string KindOf(PlugIn plugIn) => plugIn.Kind.ToString().ToLowerInvariant();
}
