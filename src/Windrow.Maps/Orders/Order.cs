using System.Collections.Immutable;
using Windrow.Maps.Inputs.Planning;

namespace Windrow.Maps.Orders;

/// <summary>One map to draw.</summary>
/// <param name="Product">Of what.</param>
/// <param name="Instant">For when.</param>
/// <param name="Steps">What is drawn, in its order, with the files it is drawn from.</param>
internal sealed record Order(Product Product, Instant Instant, ImmutableArray<OrderStep> Steps)
{
    /// <summary>Where the picture goes, below the output.</summary>
    public string Path => OutputPath.OfMap(Product, Instant);

    public override string ToString() => $"{Product} at {Instant}";
}
