using Windrow.Core.PlugIns;
using Windrow.Events.Amqp.Sink;
using Windrow.Events.Amqp.Source;
using Windrow.Events.Amqp.Stages;
using Windrow.Events.Clowder;
using Windrow.Events.Gatherer;
using Windrow.Events.Outside;
using Windrow.Events.Post;
using Windrow.Events.Posttroll.Sink;
using Windrow.Events.Posttroll.Source;
using Windrow.Events.Route;

namespace Windrow.Events;

/// <summary>The plug-ins that talk to other systems about what happens.</summary>
public static class EventsPlugIns
{
    public static PlugInCatalog AddEvents(this PlugInCatalog catalog)
    {
        // One for the whole program: a host that does not answer one plan does not answer the others.
        var breakers = new HostBreakers();
        return catalog
            .Add(new AmqpQueues())
            .Add(Route(catalog, breakers))
            .Add(ClowderPlugIns.Source(breakers))
            .Add(ClowderPlugIns.Fetch())
            .Add(ClowderPlugIns.Server())
            .Add(ClowderPlugIns.Sink())
            .Add(PlugIn.Sink("post", "Sends every message to a web address, by POST or PUT.", static () => PostOptions.Set, (o, c) => new PostSink(o, c, breakers))
                with
            {
                IsOutside = true,
                Delivery = "An announcement: at least once, with an 'Idempotency-Key' that is the same when the same message comes again. While the host does not answer, messages wait, however long; what it refuses is a dead letter.",
                Memory = "One request; messages that wait do so in the sink's stage.",
            })
            .Add(PlugIn.Source("amqp", "Takes messages from a queue of a RabbitMQ broker.", static () => AmqpSourceOptions.Set, static (o, c) => new AmqpSource(o, c))
                with
            {
                IsOutside = true,
                Delivery = "Acknowledged when all that was made of a message is done, and given back to the queue when the flow ends before. A message that comes again, after a lost connection or a crash, has the same id, by its message-id or its content; while the process lives it is not worked on twice.",
                Memory = "About 'prefetch' messages and 'prefetch-bytes' of bodies, and as many receipts of 100 bytes.",
            })
            .Add(PlugIn.Sink("amqp", "Publishes every message to a RabbitMQ broker.", static () => AmqpSinkOptions.Set, static (o, c) => new AmqpSink(o, c))
                with
            {
                IsOutside = true,
                Delivery = "An announcement: at least once, confirmed by the broker, with a message-id that is the same when the same message comes again. While the broker is not there, messages wait, however long; what no queue gets is a dead letter, or waits.",
                Memory = "At most 'window' messages and 'window-bytes' of bodies that are not confirmed.",
            })
            .Add(PlugIn.Action("segment", "Tells of a file which slot of a satellite's day it belongs to, and which segment of it it is.", static () => SegmentOptions.Set, static (o, c) => new SegmentAction(o, c))
                with
            {
                Delivery = "The message goes on, or is dropped where it belongs to no slot.",
                Memory = "The patterns.",
            })
            .Add(PlugIn.Action("slot", "Makes of a collected slot what pytroll-collectors publishes: a dataset, or a collection of several.", static () => SlotOptions.Set, static (o, c) => new SlotAction(o, c))
                with
            {
                Delivery = "One message for each that comes, with the same id when it comes again.",
                Memory = "One message at a time, with all the files that it lists.",
            })
            .Add(PlugIn.Source("posttroll", "Takes messages of posttroll's publishers.", static () => PosttrollSourceOptions.Set, static (o, c) => new PosttrollSource(o, c))
                with
            {
                IsOutside = true,
                Delivery = "Lossy, as nobody acknowledges anything there: what is published while the flow does not run is lost, and so is what waits in memory when it is killed. Nothing-lost begins at the first durable stage; put 'stage: {queue: durable}' in front of the first action. What is no message is a dead letter.",
                Memory = "At most 'high-water-mark' messages for each publisher, while the flow has no room for them.",
            })
            .Add(PlugIn.Sink("posttroll", "Publishes every message as posttroll does.", static () => PosttrollSinkOptions.Set, static (o, c) => new PosttrollSink(o, c))
                with
            {
                IsOutside = true,
                Delivery = "An announcement: whoever subscribes at that moment gets it, and nobody says whether he has. After a crash it may come again; with 'id-key' subscribers know it by its id.",
                Memory = "At most 'high-water-mark' messages for each subscriber that is slow.",
            });
    }

    private static PlugIn Route(PlugInCatalog catalog, HostBreakers breakers)
    {
        var route = PlugIn.Action("route", "Decides by rules which work a message means, and sends it on once for every target.", () => RouteOptions.SetFor(catalog), (o, c) =>
        {
            RouteKinds.Make(o, c, catalog);
            return new RouteAction(o, DatasetsOf(o.Datasets, c, breakers));
        });
        return route with
        {
            Bind = (node, context, alsoKnown) => route.Bind(node, context, alsoKnown) is { } made && RouteKinds.Check(node["rules"], context, catalog) ? made : null,
            Delivery = "The message is done when what was made of it is. All targets leave, or none and the message is tried again.",
            Memory = "The rules, and with 'datasets' what was told of the datasets of the messages in hand.",
        };
    }

    private static ClowderDatasets? DatasetsOf(DatasetsOptions? options, PlugInContext context, HostBreakers breakers) =>
        options is null ? null : new ClowderDatasets(options, new ClowderClient(options.Timeout, context.Services, breakers));
}
