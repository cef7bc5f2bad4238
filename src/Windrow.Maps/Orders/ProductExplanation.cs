using System.Collections.Immutable;
using Windrow.Maps.Definitions;

namespace Windrow.Maps.Orders;

/// <summary>Why a product has the orders that it has.</summary>
/// <param name="Orders">How many there are.</param>
/// <param name="Undefined">Inputs without a definition, for which there never is an order.</param>
/// <param name="Gaps">Inputs that are missing at instants for which others are there.</param>
internal sealed record ProductExplanation(Product Product, int Orders, ImmutableArray<InputReference> Undefined, ImmutableArray<ProductGap> Gaps)
{
    public static ProductExplanation Of(Product product, MapDefinitions definitions, AvailableInputs available, OrderPlanner planner)
    {
        var has = product.Inputs.ToDictionary(static input => input, input => available.InstantsOf(input).ToHashSet());
        var every = has.Values.SelectMany(static instants => instants).ToHashSet();
        var gaps = new List<ProductGap>();
        foreach (var (input, instants) in has)
        {
            var wanted = every.Where(instant => !instants.Contains(instant)).ToList();
            var alone = wanted.Where(instant => has.All(other => other.Key == input || other.Value.Contains(instant))).ToList();
            if (instants.Count == 0 || wanted.Count > 0)
                gaps.Add(new ProductGap(input, [.. (alone.Count > 0 ? alone : wanted).Order()], [.. instants.Order()]));
        }

        return new ProductExplanation(product, planner.Of(product).Count(), definitions.UndefinedInputs(product.Recipe, product.Flavour), [.. gaps]);
    }
}
