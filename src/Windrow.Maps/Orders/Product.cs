using System.Collections.Immutable;
using Windrow.Maps.Definitions;
using Windrow.Maps.Definitions.Flavours;
using Windrow.Maps.Definitions.Recipes;
using Windrow.Maps.Definitions.Steps;
using Windrow.Maps.Inputs.Planning;

namespace Windrow.Maps.Orders;

/// <summary>A recipe in a flavour: what is drawn for every instant that has all its inputs.</summary>
internal sealed class Product
{
    public Product(MapDefinitions definitions, AvailableInputs available, Recipe recipe, Flavour flavour)
    {
        Recipe = recipe;
        Flavour = flavour;
        Steps = recipe.Resolve(flavour);
        IsPossible = definitions.UndefinedInputs(recipe, flavour).IsEmpty;
        Inputs = [.. MapDefinitions.InputsOf(recipe, flavour).Select(static input => input.Name).Where(name => !available.IsStatic(name))];
    }

    public Recipe Recipe { get; }

    public Flavour Flavour { get; }

    /// <summary>What is drawn, in its order.</summary>
    public ImmutableArray<StepArguments> Steps { get; }

    /// <summary>The names of the inputs that every instant has to have; static ones are not among them.</summary>
    public ImmutableArray<string> Inputs { get; }

    /// <summary>False: a step lacks the input that it needs, or one that is not defined, so there are no orders whatever comes.</summary>
    public bool IsPossible { get; }

    /// <summary>The order for an instant; null while an input is missing, and where nothing but static files would be drawn.</summary>
    public Order? At(Instant instant, AvailableInputs available)
    {
        if (!IsPossible || Inputs.IsEmpty)
            return null;
        var steps = ImmutableArray.CreateBuilder<OrderStep>(Steps.Length);
        foreach (var step in Steps)
        {
            InputFile? file = null;
            if (step.Input is { } input && (file = available.Find(input.Name, instant)) is null)
                return null;
            steps.Add(new OrderStep(step, file));
        }

        return new Order(this, instant, steps.MoveToImmutable());
    }

    public override string ToString() => $"{Recipe.Name} in {Flavour.Name}";
}
