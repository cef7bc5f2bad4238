using Windrow.Core.PlugIns;
using Windrow.Events;
using Windrow.Exec;
using Windrow.Fields;
using Windrow.Maps;

namespace Windrow.Cli;

/// <summary>What this program is made of.</summary>
internal static class CompositionRoot
{
    public static PlugInCatalog PlugIns() => new PlugInCatalog()
        .AddCore()
        .AddFields()
        .AddEvents()
        .AddMaps()
        .AddExec();
}
