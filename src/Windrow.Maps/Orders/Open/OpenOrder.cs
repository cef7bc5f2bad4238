using Windrow.Core.Messages;
using Windrow.Maps.Kitchen;

namespace Windrow.Maps.Orders.Open;

/// <summary>An order on its way.</summary>
/// <param name="Record">What is remembered of it when it is done.</param>
/// <param name="Maps">What is to be drawn: a map, or those that tiles are cut from, and perhaps a legend.</param>
/// <param name="Legend">The path of the legend among them; null when there is none.</param>
internal sealed record OpenOrder(OrderKey Key, OrderRecord Record, IReadOnlyList<PlannedMap> Maps, string? Legend)
{
    /// <summary>Full paths of the files of the pantry that it is drawn from, each once.</summary>
    public required IReadOnlyList<string> Inputs { get; init; }

    /// <summary>Hash of what is drawn, from what.</summary>
    public static MessageId ContentOf(Order order, IReadOnlyList<PlannedMap> maps)
    {
        var id = MessageId.Root("order", order.Path, 0);
        foreach (var map in maps)
            id = id.With(Rendering.Json.MapOrderJson.Write(map.Order));
        foreach (var step in order.Steps)
            id = id.With((ulong)(step.File?.Version ?? 0));
        return id;
    }
}
