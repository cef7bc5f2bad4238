using Windrow.Core.PlugIns;
using Windrow.Exec.Programs;
using Windrow.Exec.Rulechecker;
using Windrow.Exec.Scratches;
using Windrow.Exec.Trollflow;
using Windrow.Exec.Workers;

namespace Windrow.Exec;

/// <summary>The plug-ins that run other people's programs.</summary>
public static class ExecPlugIns
{
    public static PlugInCatalog AddExec(this PlugInCatalog catalog)
    {
        var scratches = new ScratchRoots();
        var exec = PlugIn.Action("exec", "Has a program of any language work on every message.", static () => ExecOptions.Set, (o, c) => o.Worker ? new WorkerAction(o, c, scratches, catalog.Formats) : new ProgramAction(o, c, scratches, catalog.Formats));
        catalog.Add(RulecheckerPlugIn.Make(scratches, catalog.Formats));
        catalog.Add(TrollflowPlugIns.Source(scratches, catalog.Formats)).Add(TrollflowPlugIns.Action(scratches, catalog.Formats));
        return catalog.Add(exec
            with
        {
            Bind = (node, context, alsoKnown) =>
            {
                var made = exec.Bind(node, context, alsoKnown);
                if (made is not null)
                    CommandCheck.Check(node, context);
                return made;
            },
            Delivery = "What a program makes of a message is emitted when it has ended well, all of it or nothing. After a crash of the engine the program may work on a message a second time.",
            Memory = "What the program made of one message, for each that is worked on at the same time; the programs' own memory is limited by 'memory'. Workers: beside that, what is under way in both directions.",
        });
    }
}
