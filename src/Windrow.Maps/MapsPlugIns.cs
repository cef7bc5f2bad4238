using Windrow.Core.PlugIns;
using Windrow.Maps.Pantries;

namespace Windrow.Maps;

/// <summary>The plug-ins for weather maps.</summary>
public static class MapsPlugIns
{
    public static PlugInCatalog AddMaps(this PlugInCatalog catalog) => catalog
        .Add(PlugIn.Sink("pantry", "Keeps the GRIB messages that arkimaps recipes need.", static () => PantryOptions.Set, static (o, c) => new PantrySink(o, c))
            with
        {
            Delivery = "A message is settled when it is durable in the pantry, under a name for each input that it is; the same input at the same instant is kept once. What no recipe needs is dropped.",
            Memory = "About 100 bytes for each input at each instant.",
        });
}
