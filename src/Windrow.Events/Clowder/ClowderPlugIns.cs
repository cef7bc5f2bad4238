using Windrow.Core.PlugIns;
using Windrow.Events.Clowder.Extractors;
using Windrow.Events.Clowder.Jobs;
using Windrow.Events.Clowder.Receiving;
using Windrow.Events.Clowder.Serving;
using Windrow.Events.Clowder.Uploads;
using Windrow.Events.Outside;

namespace Windrow.Events.Clowder;

/// <summary>The plug-ins by which a flow is an extractor of Clowder.</summary>
internal static class ClowderPlugIns
{
    public static PlugIn Source(HostBreakers breakers)
    {
        var source = PlugIn.Source("clowder", "Takes events and jobs of Clowder servers, as an extractor that it registers.", static () => ClowderSourceOptions.Set, (o, c) => new ClowderSource(o, c, breakers));
        return source with
        {
            Bind = (node, context, alsoKnown) =>
            {
                // All that is wrong is told together.
                var made = source.Bind(node, context, alsoKnown);
                var isRight = node["extractor"] is not { } extractor || new ExtractorInfoReader(context, context.Diagnostics).Read(extractor) is not null;
                return isRight ? made : null;
            },
            IsOutside = true,
            Delivery = "An event is acknowledged when all that was made of it is done, and the server told; where 'clowder-fetch' works on it, when it is in that action's durable queue, so that work may take longer than the broker's consumer_timeout.",
            Memory = "About 'prefetch' events and 'prefetch-bytes' of bodies, and as many statuses.",
        };
    }

    public static PlugIn Fetch() => PlugIn.Action("clowder-fetch", "Begins and ends the jobs of an extractor: fetches the file or dataset, and tells the server how the work goes.", static () => FetchOptions.Set, static (o, c) => new FetchAction(o, c))
        with
    {
        IsOutside = true,
        Delivery = "The event is in a durable queue, and leaves it when all that was made of it is done and the server was told. After a crash the job begins anew; what was uploaded for it stays, and is not uploaded again.",
        Memory = "The events of 'jobs' jobs and of those that wait; files are on disk.",
    };

    public static PlugIn Server() => PlugIn.Sink("clowder-server", "Is a minimal Clowder server: puts every file into a dataset and has extractors work on it.", static () => ServerOptions.Set, static (o, c) => new ServerAction(o, c))
        with
    {
        IsOutside = true,
        Delivery = "A file is in its dataset, and its jobs are owed to their extractors, in one transaction; a job is owed until the broker has confirmed it. A message is done when all jobs that it meant are ('wait: false': when it is in its dataset); where one failed, it is a dead letter, and a retry submits it again.",
        Memory = "The messages that are waited for, a number for each of their files, and the jobs that extractors have begun; files are read and written piece by piece.",
    };

    public static PlugIn Sink() => PlugIn.Sink("clowder", "Uploads metadata, files, previews and thumbnails for the job that they were made for.", static () => ClowderSinkOptions.Set, static (o, c) => new ClowderSink(o, c))
        with
    {
        IsOutside = true,
        Delivery = "Once for each job and step, over retries and crashes: an upload is written down before it is sent, and where it is not known whether it got through, the server is asked. While the server does not answer, messages wait.",
        Memory = "One request; files are read as they are sent.",
    };
}
