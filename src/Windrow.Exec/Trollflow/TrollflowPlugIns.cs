using Windrow.Core.Binary;
using Windrow.Core.PlugIns;
using Windrow.Exec.Scratches;

namespace Windrow.Exec.Trollflow;

/// <summary>What runs components written for trollflow.</summary>
internal static class TrollflowPlugIns
{
    public static PlugIn Action(ScratchRoots scratches, StoredFormats formats) => Checked(PlugIn.Action(
        "trollflow", "Has components written for trollflow work on every message, unmodified, in a Python process of their own.", static () => TrollflowOptions.OfAction, (o, c) => new TrollflowAction(o, c, scratches, formats))) with
    {
        Delivery = "All that components put on the output queue for a message leaves, or nothing and it is tried again; after a crash they may work on it a second time. A daemon is done with a message when it comes for the next; what it puts there by itself is promised to nobody.",
        Memory = "The process's, limited by 'memory', and here what is under way in both directions.",
    };

    public static PlugIn Source(ScratchRoots scratches, StoredFormats formats) => Checked(PlugIn.Source(
        "trollflow", "Takes what a daemon written for trollflow puts on its output queue.", static () => TrollflowOptions.OfSource, (o, c) => new TrollflowSource(o, c, scratches, formats))) with
    {
        IsOutside = true,
        Delivery = "Lossy: what waits in the daemon when its process dies is lost, at most 1000 items and mostly none. Nothing-lost begins at the first durable stage; put 'stage: {queue: durable}' in front of the first action.",
        Memory = "The process's, where at most 1000 items wait; then the daemon does.",
    };

    private static PlugIn Checked(PlugIn plugIn) => plugIn with
    {
        Bind = (node, context, alsoKnown) =>
        {
            var errors = context.Diagnostics.ErrorCount;
            if (plugIn.Bind(node, context, alsoKnown) is not { } made)
                return null;
            new TrollflowModules(context).Check(node);
            return context.Diagnostics.ErrorCount > errors ? null : made;
        },
    };
}
