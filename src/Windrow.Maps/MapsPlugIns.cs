using Windrow.Core.PlugIns;
using Windrow.Maps.Pantries;
using Windrow.Maps.Rendering.Acting;

namespace Windrow.Maps;

/// <summary>The plug-ins for weather maps.</summary>
public static class MapsPlugIns
{
    /// <param name="worker">The program that draws, and its arguments; null: this one, with <c>maps worker</c>.</param>
    public static PlugInCatalog AddMaps(this PlugInCatalog catalog, IReadOnlyList<string>? worker = null)
    {
        var renderers = new SharedRenderers(worker ?? [Environment.ProcessPath!, "maps", "worker"]);
        return catalog
            .Add(PlugIn.Action("pantry", "Keeps the GRIB messages that arkimaps recipes need, and emits an order for each map that has all its inputs.", static () => PantryOptions.Set, static (o, c) => new PantryAction(o, c))
                with
            {
                Delivery = "A message is settled when it is durable in the pantry, under a name for each input that it is; the same input at the same instant is kept once. What no recipe needs is dropped. An order is emitted again by the next run until it is done, and again as a new revision when an input of it was replaced by one that is preferred.",
                Memory = "About 600 bytes for each input at each instant, 250 bytes for each order that is done; 'ahead' orders of a few kilobytes.",
            })
            .Add(PlugIn.Action("render", "Draws orders with Magics in worker processes, and emits a message for each picture.", static () => RenderOptions.Set, (o, c) => new RenderAction(o, c, renderers))
                with
            {
                Delivery = "A picture appears whole under its name, in place of what was there; drawn again, it has the same name. What cannot be drawn is tried again or a dead letter, which says the command that draws it by hand.",
                Memory = "800 MB for each worker and what one order needs, in processes of their own.",
            });
    }
}
