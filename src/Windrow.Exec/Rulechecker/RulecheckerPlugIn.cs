using Windrow.Core.Binary;
using Windrow.Core.PlugIns;
using Windrow.Exec.Scratches;

namespace Windrow.Exec.Rulechecker;

internal static class RulecheckerPlugIn
{
    public static PlugIn Make(ScratchRoots scratches, StoredFormats formats)
    {
        var plugIn = PlugIn.Action("rulechecker", "Decides by the rules of a TERRA-REF rulechecker, in Python, which extractors an event goes to.", static () => RulecheckerOptions.Set, (o, c) => new RulecheckerAction(o, c, scratches, formats));
        return plugIn with
        {
            Bind = (node, context, alsoKnown) => plugIn.Bind(node, context, alsoKnown) is { } made && new RuleMap(context).Check(node) ? made : null,
            Delivery = "All that the rules say of an event leaves, or nothing and it is tried again. What they count is in the flow's state, a row for each member, before they judge by it; a set fires once, over restarts too.",
            Memory = "The worker's, and about 200 bytes for each member of the sets that were last asked for, here and in the worker.",
        };
    }
}
