using Windrow.Core;
using Windrow.Core.Flows;
using Windrow.Core.Products;
using Windrow.Core.Sources;
using Windrow.Core.State;
using Windrow.FlowTesting.Replaying;

namespace Windrow.FlowTesting.Backfilling;

/// <summary>
/// What a backfill is to do: the inputs of a range of which there are no products, or which have dead letters; or all of them, and then with all
/// others that the same files were made of, so that these are whole again. Only looks.
/// </summary>
public sealed class BackfillPlan
{
    private readonly Dictionary<InputKey, BackfilledInput> _inputs = [];
    private readonly List<MissingInput> _missing = [];
    private readonly List<LedgerFile> _remade = [];
    private readonly List<Product> _remadeParts = [];
    private readonly FlowDefinition _flow;
    private readonly Dictionary<InputKey, StoredInput> _stored = [];

    /// <param name="flow">It keeps state.</param>
    /// <exception cref="StateException">The state cannot be read.</exception>
    public BackfillPlan(FlowDefinition flow, EngineServices services, BackfillChoice choice)
    {
        _flow = flow;
        IReadOnlyList<StoredDeadLetter> letters = [];
        Ledger = new ProductLedger(null);
        using var state = services.States!.Exists(flow.State!) ? services.States.Look(flow.State!) : null;
        if (state is not null)
        {
            Ledger = new ProductLedger(state);
            letters = state.ReadDeadLetters(0, int.MaxValue);
        }

        using (var own = services.States.Exists(UnfinishedBackfill.DirectoryOf(flow.StateDirectory!)) ? services.States.Look(UnfinishedBackfill.DirectoryOf(flow.StateDirectory!)) : null)
            Unfinished = own is null ? null : UnfinishedBackfill.Find(own, state);

        var places = new InputPlaces(flow, Ledger, services);
        foreach (var input in places.All())
            _stored.TryAdd(KeyOf(input), input);
        SourcesNotStored = places.NotStored;
        var made = Ledger.Files.SelectMany(static file => file.Inputs).ToHashSet();
        var dead = letters.Select(static letter => (letter.Letter.Origin.Source, letter.Letter.Origin.Position)).ToHashSet();
        foreach (var (key, input) in _stored.Where(pair => choice.Includes(pair.Value)))
        {
            InRange++;
            if (dead.Contains((key.Source, key.Position)))
                _inputs.Add(key, new BackfilledInput(input, "it has dead letters"));
            else if (!made.Contains(key))
                _inputs.Add(key, new BackfilledInput(input, "there are no products of it"));
            else if (choice.Again)
                _inputs.Add(key, new BackfilledInput(input, "again"));
        }

        foreach (var key in Unfinished?.Inputs ?? [])
        {
            if (!_inputs.ContainsKey(key) && _stored.TryGetValue(key, out var input))
                _inputs.Add(key, new BackfilledInput(input, "a backfill that did not come to its end was about it"));
        }

        UnknownInputs = [.. choice.Inputs.Where(path => !_stored.Values.Any(input => input.Position == path || input.File.Path == path))];
        _remade.AddRange(Ledger.Files.Where(file => Unfinished?.Files.Contains(file.Path) ?? false));
        if (choice.Again)
            Complete(places);
    }

    /// <summary>How many inputs there are in the range, done or not.</summary>
    public int InRange { get; }

    /// <summary>What is to be brought in, in the order of their positions.</summary>
    public IReadOnlyList<BackfilledInput> Inputs => [.. _inputs.Values.OrderBy(static each => each.Input.Position, StringComparer.Ordinal)];

    /// <summary>Inputs that products to be made anew were made of, and that are gone: the products would not be whole.</summary>
    public IReadOnlyList<MissingInput> Missing => _missing;

    /// <summary>Full paths of inputs that were asked for and that no source knows.</summary>
    public IReadOnlyList<string> UnknownInputs { get; }

    /// <summary>Full paths of the files that are made anew.</summary>
    public IReadOnlyList<string> Remade => [.. _remade.Select(static file => file.Path).Order(StringComparer.Ordinal)];

    /// <summary>Parts of data sets that are made anew, while the others stay: path and name of each.</summary>
    public IReadOnlyList<string> RemadeParts => [.. _remadeParts.Select(static part => part.Part is { Length: > 0 } name ? $"{part.Path} {name}" : part.Path).Order(StringComparer.Ordinal)];

    /// <summary>Sources whose inputs are not stored, for people.</summary>
    public IReadOnlyList<string> SourcesNotStored { get; }

    internal ProductLedger Ledger { get; }

    /// <summary>A backfill that did not come to its end, and with whose state this one goes on; null: there is none.</summary>
    internal UnfinishedBackfill? Unfinished { get; }

    internal static InputKey KeyOf(StoredInput input) => new(input.Source, input.Position, input.Version);

    // A file that is made anew is made of all that it was made of; that may be in other files too. Of a data set that holds for each part by itself.
    private void Complete(InputPlaces places)
    {
        var files = Ledger.Files.Where(file => !file.HasParts && !_remade.Contains(file) && !IsAddedTo(file)).ToList();
        var parts = Ledger.Files.Where(static file => file.HasParts).SelectMany(static file => file.Entries).ToList();
        while (true)
        {
            if (files.Find(file => file.Inputs.Any(_inputs.ContainsKey)) is { } file)
            {
                files.Remove(file);
                _remade.Add(file);
                Add(file.Inputs, file.Path, places);
            }
            else if (parts.FindIndex(part => Ledger.InputsOf(part).Any(_inputs.ContainsKey)) is >= 0 and var index)
            {
                var part = parts[index];
                parts.RemoveAt(index);
                _remadeParts.Add(part);
                Add(Ledger.InputsOf(part), part.Path, places);
            }
            else
            {
                return;
            }
        }
    }

    private void Add(IEnumerable<InputKey> inputs, string path, InputPlaces places)
    {
        foreach (var key in inputs.Where(key => !_inputs.ContainsKey(key)))
        {
            if (places.Find(key, out var why) is { } entry)
                _inputs.Add(key, new BackfilledInput(_stored.GetValueOrDefault(key) ?? new StoredInput(key.Source, key.Position, entry, entry.Modified), $"'{path}' is made of it as well"));
            else
                _missing.Add(new MissingInput(key.Source, key.Position, $"{why}, and '{path}' was made of it"));
        }
    }

    // What a sink adds to, such as a list of events, is not begun anew. A sink that the flow has no more makes nothing.
    private bool IsAddedTo(LedgerFile file)
    {
        var entry = file.Entries[0];
        return _flow.Plans.FirstOrDefault(plan => plan.Name == entry.Plan)?.All.FirstOrDefault(action => action.Path == entry.Action)?.Create() is not { AddsToFiles: false };
    }
}
