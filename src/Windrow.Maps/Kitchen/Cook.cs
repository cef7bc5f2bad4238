using Windrow.Core.IO;
using Windrow.Maps.Bundles;
using Windrow.Maps.Definitions;
using Windrow.Maps.Definitions.Inputs;
using Windrow.Maps.Inputs.Fields;
using Windrow.Maps.Inputs.Planning;
using Windrow.Maps.Orders;
using Windrow.Maps.Pantries;
using Windrow.Native.EcCodes;

namespace Windrow.Maps.Kitchen;

/// <summary>
/// Computes the derived inputs that products need, of what the pantry has, into the pantry: all at once, and then as inputs come. What is there
/// is not computed again, unless what it was made of has changed since. Memory: the headers of all messages that something is derived of, about
/// 400 bytes each, and the messages of one result at a time.
/// </summary>
/// <param name="tell">Told, with the name of the input, why a result is not there.</param>
/// <param name="record">Told what was computed.</param>
internal sealed class Cook(MapDefinitions definitions, AvailableInputs available, PantryFolder pantry, IFileSystem files, Action<string, string> tell, InputRecord? record = null)
{
    private readonly List<Dish> _dishes = [];
    private readonly Dictionary<InputDefinition, List<(Dish Dish, int Input, int Rank)>> _uses = new(ReferenceEqualityComparer.Instance);
    private readonly List<InputFile> _read = [];
    private readonly Dictionary<string, string> _series = new(StringComparer.Ordinal);
    private readonly List<(Dish Dish, PlannedResult Result)> _due = [];

    /// <summary>Says what is needed.</summary>
    /// <param name="wanted">The inputs that products draw.</param>
    public void Learn(IEnumerable<string> wanted)
    {
        foreach (var input in InOrder(definitions.Closure(wanted)))
        {
            foreach (var definition in definitions.Input(input).OfType<DerivedInput>())
                Learn(definition);
        }
    }

    /// <summary>Takes the pantry as it is, and makes all results that are possible and not there, or older than what they are made of.</summary>
    /// <returns>How many were made.</returns>
    /// <exception cref="IOException">The pantry cannot be read or written.</exception>
    public int MakeAll()
    {
        var made = 0;
        foreach (var dish in _dishes)
        {
            foreach (var (source, input, rank) in dish.Sources)
            {
                foreach (var (_, file) in available.FilesOf(source).OrderBy(static entry => entry.Key))
                {
                    if (MessageOf(file, input, rank) is { } message)
                        dish.Plan.Take(message);
                }
            }

            foreach (var result in dish.Plan.Results)
            {
                if (IsMissingOrOld(dish, result) && Make(dish, result))
                    made++;
            }

            pantry.Commit();
        }

        return made;
    }

    /// <summary>Takes an input that has come since.</summary>
    public void Take(InputDefinition definition, Instant instant, Arrival arrival)
    {
        if (!_uses.TryGetValue(definition, out var uses))
            return;
        foreach (var (dish, input, rank) in uses)
        {
            if (MessageOf(available.FilesOf(definition)[instant], input, rank) is not { } message)
                continue;
            foreach (var result in dish.Plan.Add(message, takesPlace: arrival == Arrival.Amended))
            {
                _due.RemoveAll(due => due.Dish == dish && due.Result.Instant == result.Instant);
                _due.Add((dish, result));
            }
        }
    }

    /// <summary>Makes what became possible by what was taken; what it makes may have to be taken in turn.</summary>
    /// <returns>What is there now.</returns>
    /// <exception cref="IOException">The pantry cannot be written; what is due stays so.</exception>
    public IReadOnlyList<(InputDefinition Definition, Instant Instant, Arrival Arrival)> MakeDue()
    {
        foreach (var (dish, result) in _due)
            Make(dish, result);
        var made = pantry.Commit();
        _due.Clear();
        return made;
    }

    /// <summary>What can be made of an input that was learned, and why not more; null when it cannot be computed.</summary>
    public DerivationPlan? PlanOf(DerivedInput definition) => _dishes.Find(dish => ReferenceEquals(dish.Definition, definition))?.Plan;

    private void Learn(DerivedInput definition)
    {
        IInputDerivation derivation;
        try
        {
            derivation = Derivations.Of(definition);
        }
        catch (InputDefinitionException exception)
        {
            tell(definition.Name, $"{definition.Location}: {exception.Message}");
            return;
        }

        var sources = definition.Inputs.SelectMany((input, place) => definitions.Input(input.Name)
            .Select((source, rank) => (source, place, rank)).Where(each => MayUse(definition, each.source))).ToList();
        var dish = new Dish(definition, derivation) { Sources = sources };
        _dishes.Add(dish);
        foreach (var (source, input, rank) in sources)
        {
            if (!_uses.TryGetValue(source, out var uses))
                _uses.Add(source, uses = []);
            uses.Add((dish, input, rank));
        }
    }

    private static bool MayUse(DerivedInput definition, InputDefinition source) =>
        !Derivations.KeepsToModel(definition) || definition.Model is not { } model || source.Model is not { } other || other == model;

    private bool IsMissingOrOld(Dish dish, PlannedResult result) =>
        !available.FilesOf(dish.Definition).TryGetValue(result.Instant, out var file) || result.Messages.Any(message => _read[(int)message.Id].Version > file.Version);

    private bool Make(Dish dish, PlannedResult result)
    {
        var start = record?.Now ?? 0;
        var derived = dish.Derivation.Derive(result, [.. result.Messages.Select(message => Read(_read[(int)message.Id].Path))]);
        if (!derived.IsMade)
        {
            tell(dish.Definition.Name, $"{derived.Reason} (made of {string.Join(", ", result.Messages.Select(message => _read[(int)message.Id].Path))})");
            return false;
        }

        pantry.Replace(dish.Definition, result.Instant, derived.Octets.Span);
        record?.Compute(dish.Definition.Name, start, $"{dish.Definition.Type} of {string.Join(", ", dish.Derivation.Inputs)} at {result.Instant}");
        return true;
    }

    // A file that cannot be read costs what would be made of it, and no more.
    private AvailableMessage? MessageOf(InputFile file, int input, int rank)
    {
        try
        {
            var header = file.Header ?? FieldHeaderReader.Read(Read(file.Path));
            if (!_series.TryGetValue(header.Series, out var series))
                _series.Add(header.Series, series = header.Series);
            _read.Add(file);
            return new AvailableMessage(_read.Count - 1, input, header with { Series = series }, rank);
        }
        catch (Exception exception) when (exception is EcCodesException or DerivationException or IOException or UnauthorizedAccessException)
        {
            tell(file.Definition.Name, $"{file.Path}: {exception.Message}; remove the file, and bring what it held again");
            return null;
        }
    }

    private byte[] Read(string path)
    {
        using var stream = files.OpenRead(path);
        var bytes = new byte[stream.Length];
        stream.ReadExactly(bytes);
        return bytes;
    }

    // Those that others are made of first; definitions have no loops.
    private List<string> InOrder(IReadOnlySet<string> names)
    {
        var (order, seen) = (new List<string>(), new HashSet<string>(StringComparer.Ordinal));
        foreach (var name in names)
            Visit(name);
        return order;

        void Visit(string name)
        {
            if (!seen.Add(name))
                return;
            foreach (var derived in definitions.Input(name).OfType<DerivedInput>())
            {
                foreach (var input in derived.Inputs)
                    Visit(input.Name);
            }

            order.Add(name);
        }
    }
}
