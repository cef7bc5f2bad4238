using Windrow.Maps.Orders;
using Windrow.Maps.Rendering;

namespace Windrow.Maps.Kitchen;

/// <summary>A map that is to be drawn: how, for a renderer, and what it is, for whoever takes its pictures.</summary>
/// <param name="Subject">Is not part of what a worker is sent.</param>
public sealed record PlannedMap(MapSubject Subject, MapOrder Order)
{
    /// <summary>The same, with its pictures below a folder.</summary>
    public PlannedMap Below(string folder) => this with { Order = Order.Below(folder) };
}
