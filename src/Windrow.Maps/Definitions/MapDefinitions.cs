using System.Collections.Frozen;
using System.Collections.Immutable;
using Windrow.Core.Configuration;
using Windrow.Maps.Definitions.Flavours;
using Windrow.Maps.Definitions.Inputs;
using Windrow.Maps.Definitions.Reading;
using Windrow.Maps.Definitions.Recipes;

namespace Windrow.Maps.Definitions;

/// <summary>All that a folder of recipes defines, without what was refused. Immutable, safe for several threads.</summary>
public sealed class MapDefinitions
{
    private readonly FrozenDictionary<string, Recipe> _recipes;
    private readonly FrozenDictionary<string, ImmutableArray<InputDefinition>> _inputs;
    private readonly FrozenDictionary<string, Flavour> _flavours;

    internal MapDefinitions(IEnumerable<Recipe> recipes, IEnumerable<KeyValuePair<string, List<InputDefinition>>> inputs, IEnumerable<Flavour> flavours)
    {
        Recipes = [.. recipes.OrderBy(static recipe => recipe.Name, StringComparer.Ordinal)];
        Flavours = [.. flavours.OrderBy(static flavour => flavour.Name, StringComparer.Ordinal)];
        Inputs = [.. inputs.OrderBy(static input => input.Key, StringComparer.Ordinal).SelectMany(static input => input.Value)];
        _recipes = Recipes.ToFrozenDictionary(static recipe => recipe.Name, StringComparer.Ordinal);
        _inputs = Inputs.GroupBy(static input => input.Name).ToFrozenDictionary(static input => input.Key, static input => input.ToImmutableArray(), StringComparer.Ordinal);
        _flavours = Flavours.ToFrozenDictionary(static flavour => flavour.Name, StringComparer.Ordinal);
    }

    /// <summary>In the order of their names.</summary>
    public ImmutableArray<Recipe> Recipes { get; }

    /// <summary>Every definition of every input, in the order of names; definitions of one input in the order in which they were read.</summary>
    public ImmutableArray<InputDefinition> Inputs { get; }

    /// <summary>In the order of their names.</summary>
    public ImmutableArray<Flavour> Flavours { get; }

    public Recipe? Recipe(string name) => _recipes.GetValueOrDefault(name);

    public Flavour? Flavour(string name) => _flavours.GetValueOrDefault(name);

    /// <summary>The flavours that are named, in that order and each once; null when one is not defined, which is reported.</summary>
    /// <param name="names">Names separated by commas, such as <c>default,ita</c>.</param>
    /// <param name="diagnostics">Takes the finding.</param>
    public ImmutableArray<Flavour>? Select(string names, DiagnosticBag diagnostics)
    {
        ArgumentNullException.ThrowIfNull(names);
        ArgumentNullException.ThrowIfNull(diagnostics);
        var wanted = names.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Distinct().ToList();
        var known = Flavours.Select(static flavour => flavour.Name).ToList();
        foreach (var unknown in wanted.Where(name => !_flavours.ContainsKey(name)))
            diagnostics.Error(MapRules.UnknownFlavour, new SourceLocation("--flavours", 0, 0), $"there is no flavour '{unknown}'", Hints.Nearest(diagnostics, unknown, known, $"there are {string.Join(", ", known)}"));
        if (wanted.Count == 0)
            diagnostics.Error(MapRules.UnknownFlavour, new SourceLocation("--flavours", 0, 0), "no flavour is named", $"there are {string.Join(", ", known)}");
        return wanted.Count > 0 && wanted.TrueForAll(_flavours.ContainsKey) ? [.. wanted.Select(name => _flavours[name])] : null;
    }

    /// <summary>What is drawn in some of the flavours: these, the recipes that they allow, and the inputs that these need.</summary>
    public MapDefinitions In(ImmutableArray<Flavour> flavours)
    {
        var recipes = Recipes.Where(recipe => flavours.Any(flavour => flavour.Allows(recipe.Name))).ToList();
        var drawn = flavours.SelectMany(flavour => recipes.Where(recipe => flavour.Allows(recipe.Name)).SelectMany(recipe => InputsOf(recipe, flavour)));
        var inputs = Closure(drawn.Select(static input => input.Name));
        return new MapDefinitions(recipes, inputs.Select(name => KeyValuePair.Create(name, Input(name).ToList())), flavours);
    }

    /// <summary>The definitions of an input, in the order in which they are preferred; empty when there is none.</summary>
    public ImmutableArray<InputDefinition> Input(string name) => _inputs.TryGetValue(name, out var alternatives) ? alternatives : [];

    /// <summary>The inputs that a recipe draws in a flavour, each once, in the order of its steps.</summary>
    public static ImmutableArray<InputReference> InputsOf(Recipe recipe, Flavour flavour)
    {
        ArgumentNullException.ThrowIfNull(recipe);
        return [.. recipe.Resolve(flavour).Select(static step => step.Input).OfType<InputReference>().DistinctBy(static input => input.Name)];
    }

    /// <summary>The inputs of these names, those that they are computed from, those that these are computed from, and so on; each once.</summary>
    public IReadOnlySet<string> Closure(IEnumerable<string> names)
    {
        var found = new SortedSet<string>(StringComparer.Ordinal);
        var open = new Stack<string>(names);
        while (open.TryPop(out var name))
        {
            if (!found.Add(name))
                continue;
            foreach (var derived in Input(name).OfType<DerivedInput>())
            {
                foreach (var input in derived.Inputs)
                    open.Push(input.Name);
            }
        }

        return found;
    }

    /// <summary>
    /// Why a recipe has no products in a flavour whatever comes: a step without an input that it needs, or an input
    /// that is not defined, be it several derivations away. Empty when nothing stands in the way.
    /// </summary>
    public ImmutableArray<InputReference> UndefinedInputs(Recipe recipe, Flavour flavour)
    {
        var drawn = InputsOf(recipe, flavour);
        var names = Closure(drawn.Select(static input => input.Name));
        var derived = names.SelectMany(name => Input(name)).OfType<DerivedInput>().SelectMany(static input => input.Inputs);
        var open = recipe.Resolve(flavour).Where(static step => step.Type.InputKey is not null && step.Input is null).Select(static step => new InputReference("", step.Location));
        return [.. open, .. drawn.Concat(derived).Where(input => !_inputs.ContainsKey(input.Name)).DistinctBy(static input => input.Name)];
    }
}
