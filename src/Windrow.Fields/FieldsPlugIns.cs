using Windrow.Core.PlugIns;
using Windrow.Fields.Encode;
using Windrow.Fields.Generate;
using Windrow.Fields.Grib;
using Windrow.Fields.Scale;
using Windrow.Fields.Statistics;

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
        })
        .Add(PlugIn.Source("generate", "Makes synthetic but plausible fields on a regular grid.", GenerateOptions.Set, static (o, _) => new GenerateSource(o))
            with
        {
            Delivery = "Replayable: the same options give the same fields.",
            Memory = "One field; accepted messages count against the flow's credit.",
        })
        .Add(PlugIn.Action("scale", "Multiplies the values of fields and adds to them.", ScaleOptions.Set, static (o, _) => new ScaleAction(o))
            with { Memory = "A copy of the field where somebody else holds it too." })
        .Add(PlugIn.Action("statistics", "Takes means, extremes, sums and differences over time, for every param, level and grid by itself.", StatisticsOptions.Set, static (o, c) => new StatisticsAction(o, c))
            with
        {
            Delivery = "A fold: an input is settled when it is taken in, so a crash loses the windows that are open. A sample that comes twice is dropped.",
            Memory = "series × operations × points × 8 bytes, and points × 4 for counts where values may be missing.",
        })
        .Add(PlugIn.Action("encode", "Makes GRIB of fields: on the header that they came from, a template or a sample.", EncodeOptions.Set, static (o, c) => new EncodeAction(o, c))
            with { Memory = "A warm handle for each kind of message and worker, of the size of a message." });
}
