using Windrow.Core.Configuration;
using Windrow.Fields.Cubes;

namespace Windrow.Fields.Zarr;

/// <summary>Options of the <c>zarr</c> sink.</summary>
public sealed class ZarrSinkOptions : CubeSinkOptions
{
    public static readonly OptionSet<ZarrSinkOptions> Set = new OptionSet<ZarrSinkOptions>("zarr")
        .Parsed("path", static o => o.Path?.Text, static (o, v) => o.ReadPath(v), "Directory of the store to write, as a pattern over the metadata. It is made; a store that is there is continued.", required: true, example: "\"daily/{expver}.zarr\"")
        .Choice("zarr-format", static o => o.Format, static (o, v) => o.Format = v, "The version of Zarr. Of the libraries, zarr-python before 3.0 reads version 2 only.", [("3", ZarrFormat.V3), ("2", ZarrFormat.V2)])
        .Parsed("variable", static o => o.Variable?.Text, static (o, v) => o.ReadVariable(v), "Name of the variable, as a pattern over the metadata; otherwise ecCodes' cfVarName, shortName, name or param_<number>, with _<operation> behind it for statistics.", example: "\"{shortName}_{typeOfLevel}\"")
        .Choice("precision", static o => o.Precision, static (o, v) => o.Precision = v, "Precision of the values; as-given is that of the fields, and double for GRIB messages.", Precisions)
        .Integer("deflate", static o => o.Deflate, static (o, v) => o.Deflate = v, "Compression by gzip, from 0 (none) to 9.", min: 0, max: 9)
        .Duration("flush-every", static o => o.FlushEvery, static (o, v) => o.FlushEvery = v, "How long a field may wait to become durable, when no flush message comes.")
        .Integer("open-files", static o => o.OpenFiles, static (o, v) => o.OpenFiles = v, "Stores open at a time.", min: 1, max: 1000);

    // Without a shuffle, which the core of version 3 has not, gzip makes little of floating-point numbers, and takes its time.
    public ZarrSinkOptions() => Deflate = 0;

    public ZarrFormat Format { get; set; }
}
