using Windrow.Core.PlugIns;
using Windrow.Events.Clowder;
using Windrow.Events.Outside;
using Windrow.Events.Post;
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
            .Add(PlugIn.Action("route", "Decides by rules which work a message means, and sends it on once for every target.", static () => RouteOptions.Set, (o, c) => new RouteAction(o, DatasetsOf(o.Datasets, c, breakers)))
                with
            {
                Delivery = "The message is done when what was made of it is. All targets leave, or none and the message is tried again.",
                Memory = "The rules, and with 'datasets' what was told of the datasets of the messages in hand.",
            })
            .Add(PlugIn.Sink("post", "Sends every message to a web address, by POST or PUT.", static () => PostOptions.Set, (o, c) => new PostSink(o, c, breakers))
                with
            {
                IsOutside = true,
                Delivery = "An announcement: at least once, with an 'Idempotency-Key' that is the same when the same message comes again. While the host does not answer, messages wait, however long; what it refuses is a dead letter.",
                Memory = "One request; messages that wait do so in the sink's stage.",
            });
    }

    private static ClowderDatasets? DatasetsOf(DatasetsOptions? options, PlugInContext context, HostBreakers breakers) =>
        options is null ? null : new ClowderDatasets(options, new ClowderClient(options.Version, options.Timeout, context.Services, breakers));
}
