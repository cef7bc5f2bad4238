using Windrow.Maps.Inputs.Planning;

namespace Windrow.Maps.Orders;

/// <summary>What a map is of.</summary>
public sealed record MapSubject
{
    private MapSubject(Product product, DateTime referenceTime, Instant? instant) => (Product, ReferenceTime, Instant) = (product, referenceTime, instant);

    /// <summary>The recipe's name, such as <c>tiles/z500</c>.</summary>
    public string Recipe => Product.Recipe.Name;

    public string Flavour => Product.Flavour.Name;

    /// <summary>UTC.</summary>
    public DateTime ReferenceTime { get; }

    /// <summary>The model step, and the member of an ensemble, as they stand in names: <c>006</c>, <c>006@012</c>; null for a legend, which is for all of them.</summary>
    public string? Step => Instant is { } instant ? OutputPath.Step(instant) : null;

    internal Product Product { get; }

    /// <summary>Null for a legend.</summary>
    internal Instant? Instant { get; }

    internal static MapSubject Of(Order order) => new(order.Product, order.Instant.ReferenceTime, order.Instant);

    /// <summary>The legend of a product, for all maps of a run.</summary>
    internal static MapSubject Legend(Product product, DateTime referenceTime) => new(product, referenceTime, null);
}
