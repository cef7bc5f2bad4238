using Windrow.Core;
using Windrow.Core.Flows;
using Windrow.Core.IO;
using Windrow.Core.Messages;
using Windrow.Core.Sources;

namespace Windrow.FlowTesting.Replaying;

/// <summary>Finds the inputs of a flow where they are now.</summary>
internal sealed class InputPlaces
{
    private readonly Dictionary<string, (string Type, IStoredInputs? Stored)> _sources = new(StringComparer.Ordinal);
    private readonly HashSet<string> _actions;
    private readonly ProductLedger _ledger;
    private readonly IFileSystem _files;

    public InputPlaces(FlowDefinition flow, ProductLedger ledger, EngineServices services)
    {
        (_ledger, _files) = (ledger, services.Files);
        _actions = [.. flow.Plans.SelectMany(static plan => plan.All.Select(action => $"{plan.Name}/{action.Path}"))];
        foreach (var source in flow.Sources)
        {
            if (!source.IsBuiltIn)
                _sources.Add(source.Name, (source.Type, source.IsOutside ? null : source.Create() as IStoredInputs));
        }
    }

    /// <summary>Sources whose inputs are not stored, for people.</summary>
    public IReadOnlyList<string> NotStored => [.. _sources.Where(static pair => pair.Value.Stored?.Root is null).Select(static pair => $"{pair.Key} ({pair.Value.Type})")];

    /// <summary>Directories and files that sources read.</summary>
    public IEnumerable<string> Roots => _sources.Values.Select(static source => source.Stored?.Root).OfType<string>();

    /// <summary>Every input that is there.</summary>
    public IEnumerable<StoredInput> All() => _sources.SelectMany(static pair => pair.Value.Stored?.List(pair.Key) ?? []);

    /// <summary>Finds the file that something was made of.</summary>
    /// <returns>Null: it is gone, or another one now.</returns>
    public FileEntry? Find(InputKey key, out string why)
    {
        why = "";
        if (!_sources.TryGetValue(key.Source, out var source))
        {
            why = _actions.Contains(key.Source)
                ? "the action begins it itself, of what it keeps, and of which inputs that is nobody knows; name inputs with --input"
                : $"the flow has no source '{key.Source}' any more";
        }
        else if (source.Stored is null)
        {
            why = $"inputs of a source of type '{source.Type}' are not stored";
        }
        else if (source.Stored.Root is null)
        {
            why = "standard input is not stored";
        }

        if (why.Length > 0)
            return null;
        var places = source.Stored!.PlacesOf(key.Position);
        foreach (var place in places.Concat(MovedPlaces(key)))
        {
            if (_files.Find(place) is { IsDirectory: false } entry)
            {
                if (Origin.VersionOf(entry) == key.Version)
                    return entry;
                why = $"what is at '{place}' now is another version";
            }
        }

        if (why.Length == 0)
            why = places.Count > 1 ? $"it is gone, also from '{places[1]}'" : "it is gone";
        return null;
    }

    // Where the directory that inputs are moved to is another one now.
    private IEnumerable<string> MovedPlaces(InputKey key) => _ledger.Moved.Where(moved =>
        Path.GetFileName(moved.Path) == Path.GetFileName(key.Position) && Origin.VersionOf(new FileEntry(moved.Path, moved.Length, moved.Modified, IsDirectory: false)) == key.Version)
        .Select(static moved => moved.Path);
}
