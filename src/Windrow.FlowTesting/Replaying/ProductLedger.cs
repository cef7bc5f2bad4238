using Windrow.Core.Products;
using Windrow.Core.Runs;
using Windrow.Core.Sources;
using Windrow.Core.State;

namespace Windrow.FlowTesting.Replaying;

/// <summary>What the state of a flow knows of its products and inputs, read once. Memory: 200 bytes for each product and each of its inputs.</summary>
internal sealed class ProductLedger
{
    private const int AtATime = 1_000;

    private readonly Dictionary<string, LedgerFile> _files = new(StringComparer.Ordinal);
    private readonly Dictionary<long, FlowRun> _runs = [];
    private readonly List<MovedInput> _moved = [];

    /// <param name="state">Null: there is none, and nothing is known.</param>
    /// <exception cref="StateException">It cannot be read.</exception>
    public ProductLedger(IStateReader? state)
    {
        if (state is null)
            return;
        foreach (var group in state.ReadProducts(null, int.MaxValue).GroupBy(static product => product.Path))
            _files.Add(group.Key, new LedgerFile(group.Key, [.. group], new HashSet<InputKey>()));
        foreach (var (path, file) in _files.ToArray())
            _files[path] = file with { Inputs = file.Entries.SelectMany(InputsOf).ToHashSet() };

        foreach (var run in state.ReadRuns(long.MaxValue, int.MaxValue))
            _runs.Add(run.Number, run);
        var after = "";
        while (state.ReadItems(MovedInput.Scope, after, AtATime) is { Count: > 0 } page)
        {
            _moved.AddRange(page.Select(static item => MovedInput.Read(item.Value)));
            after = page[^1].Key;
        }
    }

    public IReadOnlyCollection<LedgerFile> Files => _files.Values;

    /// <summary>Inputs that were moved away when they were done, where that was noted.</summary>
    public IReadOnlyList<MovedInput> Moved => _moved;

    public LedgerFile? Find(string path) => _files.GetValueOrDefault(path);

    /// <summary>
    /// What sources brought of that a product was made. What an action of the flow has kept on the way, as a pantry does, stands for what that was made of.
    /// </summary>
    public IReadOnlySet<InputKey> InputsOf(Product product)
    {
        var (found, kept) = (new HashSet<InputKey>(), new HashSet<string>(StringComparer.Ordinal));
        Add(product);
        return found;

        void Add(Product made)
        {
            foreach (var origin in made.Inputs.Origins)
            {
                var between = _files.GetValueOrDefault(origin.Position)?.Entries.Where(entry => $"{entry.Plan}/{entry.Action}" == origin.Source).ToList() ?? [];
                if (between.Count == 0)
                    found.Add(new InputKey(origin));
                else if (kept.Add(origin.Position))
                    between.ForEach(Add);
            }
        }
    }

    public FlowRun? FindRun(long number) => _runs.GetValueOrDefault(number);
}
