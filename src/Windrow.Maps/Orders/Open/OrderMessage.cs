using Windrow.Core.Deliveries;
using Windrow.Core.Messages;
using Windrow.Core.Payloads;
using Windrow.Maps.Kitchen;
using Windrow.Maps.Rendering.Json;

namespace Windrow.Maps.Orders.Open;

/// <summary>The message that asks for a map: its payload is the order in JSON, whole, so that whoever draws needs no recipes.</summary>
internal static class OrderMessage
{
    /// <param name="number">Of the map among those of its order.</param>
    /// <param name="part">What it owes to.</param>
    public static Message Of(OpenOrder open, PlannedMap map, int number, DeliveryPart part, Origin origin)
    {
        var metadata = new MetadataBuilder()
            .Set("product", map.Order.Name)
            .Set("recipe", map.Subject.Recipe)
            .Set("flavour", map.Subject.Flavour)
            .Set("referenceTime", map.Subject.ReferenceTime)
            .Set("revision", (long)open.Record.Revision);
        if (map.Subject.Instant is { } instant)
            metadata.Set("step", instant.Step);
        if (map.Subject.Instant?.Member is { } member)
            metadata.Set("number", member);
        // Made again after a crash it has the same id.
        return new Message(open.Record.Content.With((uint)number), MessageKind.Request, metadata.Build(), new BytesPayload(MapOrderJson.Write(map.Order)), part, origin)
        {
            Lineage = open.Inputs.Count == 0 ? null : new Lineage([.. open.Inputs.Select(path => new Origin(origin.Source, path))]),
        };
    }
}
