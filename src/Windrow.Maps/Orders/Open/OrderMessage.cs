using Windrow.Core.Deliveries;
using Windrow.Core.Messages;
using Windrow.Core.Payloads;
using Windrow.Maps.Rendering;
using Windrow.Maps.Rendering.Json;

namespace Windrow.Maps.Orders.Open;

/// <summary>The message that asks for a map: its payload is the order in JSON, whole, so that whoever draws needs no recipes.</summary>
internal static class OrderMessage
{
    /// <param name="number">Of the map among those of its order.</param>
    /// <param name="part">What it owes to.</param>
    public static Message Of(OpenOrder open, MapOrder map, int number, DeliveryPart part, Origin origin)
    {
        var (product, instant) = open.Key;
        var metadata = new MetadataBuilder()
            .Set("product", map.Name)
            .Set("recipe", product.Recipe.Name)
            .Set("flavour", product.Flavour.Name)
            .Set("referenceTime", instant.ReferenceTime)
            .Set("step", instant.Step)
            .Set("revision", (long)open.Record.Revision);
        if (instant.Member is { } member)
            metadata.Set("number", member);
        // Made again after a crash it has the same id.
        return new Message(open.Record.Content.With((uint)number), MessageKind.Request, metadata.Build(), new BytesPayload(MapOrderJson.Write(map)), part, origin);
    }
}
