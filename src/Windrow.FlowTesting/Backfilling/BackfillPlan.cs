using Windrow.Core;
using Windrow.Core.Flows;
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
    private readonly FlowDefinition _flow;
    private readonly Dictionary<InputKey, StoredInput> _stored = [];

    /// <param name="flow">It keeps state.</param>
    /// <exception cref="StateException">The state cannot be read.</exception>
    public BackfillPlan(FlowDefinition flow, EngineServices services, BackfillChoice choice)
    {
        _flow = flow;
        IReadOnlyList<StoredDeadLetter> letters = [];
        Ledger = new ProductLedger(null);
        if (services.States!.Exists(flow.State!))
        {
            using var state = services.States.Look(flow.State!);
            Ledger = new ProductLedger(state);
            letters = state.ReadDeadLetters(0, int.MaxValue);
        }

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

        UnknownInputs = [.. choice.Inputs.Where(path => !_stored.Values.Any(input => input.Position == path || input.File.Path == path))];
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

    /// <summary>Sources whose inputs are not stored, for people.</summary>
    public IReadOnlyList<string> SourcesNotStored { get; }

    internal ProductLedger Ledger { get; }

    private static InputKey KeyOf(StoredInput input) => new(input.Source, input.Position, input.Version);

    // A file that is made anew is made of all that it was made of; that may be in other files too.
    private void Complete(InputPlaces places)
    {
        var left = Ledger.Files.Where(file => !IsAddedTo(file)).ToList();
        while (left.Find(file => file.Inputs.Any(_inputs.ContainsKey)) is { } file)
        {
            left.Remove(file);
            _remade.Add(file);
            foreach (var key in file.Inputs.Where(key => !_inputs.ContainsKey(key)))
                Add(key, file, places);
        }
    }

    private void Add(InputKey key, LedgerFile file, InputPlaces places)
    {
        if (places.Find(key, out var why) is { } entry)
            _inputs.Add(key, new BackfilledInput(_stored.GetValueOrDefault(key) ?? new StoredInput(key.Source, key.Position, entry, entry.Modified), $"'{file.Path}' is made of it as well"));
        else
            _missing.Add(new MissingInput(key.Source, key.Position, $"{why}, and '{file.Path}' was made of it"));
    }

    // What a sink adds to, such as a list of events, is not begun anew. A sink that the flow has no more makes nothing.
    private bool IsAddedTo(LedgerFile file)
    {
        var entry = file.Entries[0];
        return _flow.Plans.FirstOrDefault(plan => plan.Name == entry.Plan)?.All.FirstOrDefault(action => action.Path == entry.Action)?.Create() is not { AddsToFiles: false };
    }
}
