using Windrow.Core.PlugIns;
using Windrow.Fields.Grib;

namespace Windrow.Fields;

/// <summary>The plug-ins for fields on grids.</summary>
public static class FieldsPlugIns
{
    public static PlugInCatalog AddFields(this PlugInCatalog catalog) => catalog
        .Add(new GribReader())
        .Add(PlugIn.Source("grib", "Reads GRIB messages from files, directories and standard input.", GribSourceOptions.Set, static (o, c) => new GribSource(o, c))
            with
        {
            Delivery = "Files can be read again; standard input is lost with the process. A damaged message is a dead letter, and the rest is read.",
            Memory = "The window of one message; accepted messages count against the flow's credit.",
        });
}
