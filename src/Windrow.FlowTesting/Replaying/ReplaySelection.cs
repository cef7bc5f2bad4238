using Windrow.Core;
using Windrow.Core.Flows;
using Windrow.Core.IO;
using Windrow.Core.Messages;
using Windrow.Core.Runs;

namespace Windrow.FlowTesting.Replaying;

/// <summary>The products that are to be made again, and all the inputs that they were made of.</summary>
internal sealed class ReplaySelection
{
    private readonly Dictionary<InputKey, FileEntry> _inputs = [];
    private readonly Dictionary<InputKey, DateTime> _taken = []; // when the run began that took it
    private readonly Dictionary<InputKey, MissingInput> _missing = [];
    private readonly List<LedgerFile> _files = [];
    private readonly ProductLedger _ledger;
    private readonly InputPlaces _places;

    public ReplaySelection(FlowDefinition flow, ProductLedger ledger, EngineServices services, ReplayChoice choice)
    {
        (_ledger, _places) = (ledger, new InputPlaces(flow, ledger, services));
        var known = ledger.Files.SelectMany(static file => file.Inputs).ToHashSet();
        var wanted = WantedInputs(choice, known);
        foreach (var file in ledger.Files.Where(choice.Includes).Where(file => wanted is null || file.Inputs.Overlaps(wanted)).OrderBy(static file => file.Path, StringComparer.Ordinal))
            Add(file);
        UnknownProducts = [.. choice.Products.Where(path => ledger.Find(path) is null)];

        // What nothing was made of may have been left out by the flow as it was.
        if (wanted is not null && choice.Products.Count == 0)
        {
            foreach (var key in wanted)
                Add(key);
        }
    }

    /// <summary>Full paths of products that were asked for and are not in the ledger.</summary>
    public IReadOnlyList<string> UnknownProducts { get; }

    /// <summary>Inputs that were asked for, and which neither the ledger nor a source knows.</summary>
    public IReadOnlyList<string> UnknownInputs { get; private set; } = [];

    public IReadOnlyList<LedgerFile> Files => _files;

    /// <summary>In the order in which they came.</summary>
    public IReadOnlyList<ReplayedInput> Inputs => [.. _inputs.Select(pair => new ReplayedInput(pair.Key, pair.Value, Arrival(pair.Key, pair.Value))).OrderBy(static input => input.Arrival).ThenBy(static input => input.Key.Position, StringComparer.Ordinal)];

    public IReadOnlyList<MissingInput> Missing => [.. _missing.Values.OrderBy(static input => input.Position, StringComparer.Ordinal)];

    public IEnumerable<string> SourceRoots => _places.Roots;

    public IReadOnlyList<string> SourcesNotStored => _places.NotStored;

    /// <summary>Until when production had worked on the last of it, UTC; null: until its sources came to their end.</summary>
    public DateTime? Until
    {
        get
        {
            var last = _files.SelectMany(static file => file.Entries).MaxBy(static entry => entry.At);
            return last is null || _ledger.FindRun(last.Run) is not { } run || run.Ended == RunEnd.Drained ? null : last.At.UtcDateTime;
        }
    }

    public bool Has(InputKey key) => _inputs.ContainsKey(key);

    /// <summary>How many of the inputs of a file cannot be brought in again.</summary>
    public int MissingOf(LedgerFile file) => file.Inputs.Count(_missing.ContainsKey);

    private DateTime Arrival(InputKey key, FileEntry file) => _taken.TryGetValue(key, out var start) && start > file.Modified ? start : file.Modified;

    private void Add(LedgerFile file)
    {
        _files.Add(file);
        foreach (var key in file.Inputs)
            Add(key);
        foreach (var entry in file.Entries)
        {
            // The first run that made something of an input has taken it.
            if (_ledger.FindRun(entry.Run) is { } run)
                Came(entry.Inputs, run.Start.UtcDateTime);
        }
    }

    private void Came(Lineage inputs, DateTime start)
    {
        foreach (var origin in inputs.Origins)
        {
            var key = new InputKey(origin);
            if (!_taken.TryGetValue(key, out var first) || start < first)
                _taken[key] = start;
        }
    }

    private void Add(InputKey key)
    {
        if (_inputs.ContainsKey(key) || _missing.ContainsKey(key))
            return;
        if (_places.Find(key, out var why) is { } file)
            _inputs.Add(key, file);
        else
            _missing.Add(key, new MissingInput(key.Source, key.Position, why));
    }

    private HashSet<InputKey>? WantedInputs(ReplayChoice choice, HashSet<InputKey> known)
    {
        if (choice.Inputs.Count == 0)
            return null;
        var all = _places.All().ToList();
        var wanted = new HashSet<InputKey>();
        var unknown = new List<string>();
        foreach (var path in choice.Inputs)
        {
            var stored = all.Where(input => input.File.Path == path || input.Position == path).Select(static input => new InputKey(input.Source, input.Position, input.Version));
            List<InputKey> found = [.. known.Where(key => key.Position == path).Concat(stored).Distinct()];
            if (found.Count == 0)
                unknown.Add(path);
            wanted.UnionWith(found);
        }

        UnknownInputs = unknown;
        return wanted;
    }
}
