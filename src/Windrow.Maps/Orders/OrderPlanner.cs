using System.Collections.Immutable;
using Windrow.Maps.Definitions;
using Windrow.Maps.Definitions.Flavours;
using Windrow.Maps.Inputs.Planning;

namespace Windrow.Maps.Orders;

/// <summary>
/// Makes orders: for every recipe in every flavour that allows it, one for each instant that has all inputs. While a stream flows
/// <see cref="Arrived"/> gives the orders that an input completes; at its end <see cref="All"/> gives the same ones together.
/// Not safe for several threads.
/// </summary>
internal sealed class OrderPlanner
{
    private readonly AvailableInputs _available;
    private readonly Dictionary<string, List<Product>> _byInput = new(StringComparer.Ordinal);

    public OrderPlanner(MapDefinitions definitions, AvailableInputs available, IEnumerable<Flavour> flavours)
    {
        _available = available;
        Products = [.. from flavour in flavours from recipe in definitions.Recipes where flavour.Allows(recipe.Name) select new Product(definitions, available, recipe, flavour)];
        foreach (var product in Products)
        {
            foreach (var input in product.Inputs)
            {
                if (!_byInput.TryGetValue(input, out var products))
                    _byInput.Add(input, products = []);
                products.Add(product);
            }
        }
    }

    /// <summary>What is asked for, by flavour and recipe.</summary>
    public ImmutableArray<Product> Products { get; }

    /// <summary>The orders that are possible now, by product and instant.</summary>
    public IEnumerable<Order> All() => Products.SelectMany(Of);

    /// <summary>The orders of one product that are possible now, by instant.</summary>
    public IEnumerable<Order> Of(Product product)
    {
        if (!product.IsPossible || product.Inputs.IsEmpty)
            return [];
        var fewest = product.Inputs.MinBy(input => _available.InstantsOf(input).Count)!;
        return _available.InstantsOf(fewest).Order().Select(instant => product.At(instant, _available)).OfType<Order>();
    }

    /// <summary>
    /// The orders that an input, which is noted as available, completes or, where it takes the place of another, changes.
    /// A changed order has the path of the one before it: it is its next revision.
    /// </summary>
    public IReadOnlyList<Order> Arrived(string input, Instant instant)
    {
        if (!_byInput.TryGetValue(input, out var products))
            return [];
        List<Order>? orders = null;
        foreach (var product in products)
        {
            if (product.At(instant, _available) is { } order)
                (orders ??= []).Add(order);
        }

        return orders ?? (IReadOnlyList<Order>)[];
    }
}
