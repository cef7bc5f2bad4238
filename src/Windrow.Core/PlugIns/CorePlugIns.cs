using Windrow.Core.PlugIns.Collect;
using Windrow.Core.PlugIns.Debug;
using Windrow.Core.PlugIns.Dedupe;
using Windrow.Core.PlugIns.File;
using Windrow.Core.PlugIns.Lines;
using Windrow.Core.PlugIns.Null;
using Windrow.Core.PlugIns.Print;
using Windrow.Core.PlugIns.Publish;
using Windrow.Core.PlugIns.Schedule;
using Windrow.Core.PlugIns.Select;
using Windrow.Core.PlugIns.Set;
using Windrow.Core.PlugIns.SingleField;
using Windrow.Core.PlugIns.Submit;
using Windrow.Core.PlugIns.Watch;

namespace Windrow.Core.PlugIns;

/// <summary>The plug-ins that belong to no domain.</summary>
public static class CorePlugIns
{
    public static PlugInCatalog AddCore(this PlugInCatalog catalog) => catalog
        .Add(new LinesReader())
        .Add(PlugIn.Source("watch", "Brings in the files of a directory, those that are there and new ones as they arrive.", () => WatchOptions.Declare(catalog.Readers), static (o, c) => new WatchSource(o, c))
            with
        { Delivery = "Replayable. A file is done (journalled, moved or deleted) when the last of its messages is settled; after a crash an unfinished file is read again." })
        .Add(PlugIn.Source("lines", "Reads messages from JSON lines.", static () => LinesOptions.Set, static (o, c) => new LinesSource(o, c))
            with
        { Delivery = "A file can be read again; standard input is lost with the process." })
        .Add(PlugIn.Source("schedule", "Brings a message at every time of a repeating interval.", static () => ScheduleOptions.Set, static (o, _) => new ScheduleSource(o))
            with
        { Delivery = "A time that is not settled when the flow ends comes again; 'catch-up' says what becomes of times that came while it did not run." })
        .Add(PlugIn.Action("select", "Lets the messages through that a condition takes.", static () => SelectOptions.Set, static (o, c) => new SelectAction(o.Filter(c.StrictMultio)))
            with
        { Delivery = "What is not taken is dropped. At the head of a plan it is part of the router and costs nothing for messages that the plan does not want." })
        .Add(PlugIn.Action("set", "Sets, composes, copies and removes metadata.", static () => SetOptions.Set, static (o, _) => new SetAction(o)))
        .Add(PlugIn.Action("print", "Writes a line about every message and passes it on.", static () => PrintOptions.Set, static (o, c) => new PrintAction(o, c)))
        .Add(PlugIn.Action("collect", "Gathers messages into sets and lets a set go when it is complete, quiet, or at its deadline.", static () => CollectOptions.Set, static (o, c) => new CollectAction(o, c.Directory))
            with
        {
            Delivery = "A member is settled when its row in the state store is durable. A set leaves after it was written down that it does, with the same id when it leaves again after a crash. Sets that several processes have in common leave from one of them; it may be another one that does it again, with the same id. Without state, members are held with their deliveries until their set ends.",
            Memory = "About 60 bytes for each member of the sets that are open, or remembered with late: amend or new-set, and 500 for each set; none for sets that several processes have in common. Without state, the members themselves.",
        })
        .Add(PlugIn.Action("dedupe", "Lets one of several messages through that are the same, such as a product that comes by two routes.", static () => DedupeOptions.Set, static (o, c) => new DedupeAction(o, c))
            with
        {
            Delivery = "A message counts as seen when what was made of it is delivered; others that are the same wait until then, and are dropped. When it dies, the next one goes. A crash can let a second one through, never lose the only one.",
            Memory = "About 100 bytes for each key within 'window', at most 'maximum-remembered'; messages that wait for one that is under way.",
        })
        .Add(PlugIn.Sink("null", "Swallows every message.", static () => NullOptions.Set, static (_, _) => new NullSink()))
        .Add(PlugIn.Sink("submit", "Hands messages back to the flow, where other plans go on with them.", static () => SubmitOptions.Set, static (o, _) => new SubmitSink(o))
            with
        { Delivery = "A message is kept in the flow's state until the last of the plans that took it is done with it: when the process ends before, it comes to all of them again." })
        .Add(PlugIn.Sink("debug-sink", "Keeps messages in memory, for tests to look at.", static () => DebugOptions.Set, static (o, _) => new DebugSink(o))
            with
        { Memory = "The newest 'maximum-count' messages." })
        .Add(PlugIn.Sink("single-field-sink", "Writes each field to a file of its own, named by level, parameter and step.", static () => SingleFieldOptions.Set, static (o, c) => new SingleFieldSink(o, c))
            with
        { Delivery = "A file is published atomically; a field that comes again replaces it. Each is settled when it is durable." })
        .Add(PlugIn.Sink("file", "Writes payloads to files, a file for a product or several messages in one.", static () => FileSinkOptions.Set, static (o, c) => new FileSink(o, c))
            with
        {
            Delivery = "The first message for a path is published atomically; further ones are appended. Each is settled when it is durable and in the ledger of products; a message that comes again is not written twice.",
            Memory = "At most 64 open files.",
        })
        .Add(PlugIn.Sink("publish", "Writes a JSON line about every message.", static () => PublishOptions.Set, static (o, c) => new PublishSink(o, c))
            with
        { Delivery = "In a file once, as of the file sink; on standard output at least once, with an id that is the same when the same message comes again." });
}
