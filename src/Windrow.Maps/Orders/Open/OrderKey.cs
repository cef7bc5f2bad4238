using Windrow.Maps.Inputs.Planning;

namespace Windrow.Maps.Orders.Open;

/// <summary>Which order it is, whatever files it is drawn from.</summary>
internal readonly record struct OrderKey(Product Product, Instant Instant)
{
    /// <summary>Where its picture goes, by which it is remembered.</summary>
    public string Path => OutputPath.OfMap(Product, Instant);
}
