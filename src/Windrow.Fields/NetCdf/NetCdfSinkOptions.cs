using Windrow.Core.Configuration;
using Windrow.Fields.Cubes;

namespace Windrow.Fields.NetCdf;

/// <summary>Options of the <c>netcdf</c> sink.</summary>
public sealed class NetCdfSinkOptions : CubeSinkOptions
{
    public static readonly OptionSet<NetCdfSinkOptions> Set = new OptionSet<NetCdfSinkOptions>("netcdf")
        .Parsed("path", static o => o.Path?.Text, static (o, v) => o.ReadPath(v), "File to write, as a pattern over the metadata. Directories are made; a file that is there is continued.", required: true, example: "\"daily/{shortName}.nc\"")
        .Parsed("variable", static o => o.Variable?.Text, static (o, v) => o.ReadVariable(v), "Name of the variable, as a pattern over the metadata; otherwise ecCodes' cfVarName, shortName, name or param_<number>, with _<operation> behind it for statistics.", example: "\"{shortName}_{typeOfLevel}\"")
        .Choice("precision", static o => o.Precision, static (o, v) => o.Precision = v, "Precision of the values; as-given is that of the fields, and double for GRIB messages.", Precisions)
        .Integer("deflate", static o => o.Deflate, static (o, v) => o.Deflate = v, "Compression, from 0 (none) to 9.", min: 0, max: 9)
        .Flag("shuffle", static o => o.Shuffle, static (o, v) => o.Shuffle = v, "Put octets of equal weight together before compression, which makes it better.")
        .Duration("flush-every", static o => o.FlushEvery, static (o, v) => o.FlushEvery = v, "How long a field may wait to become durable, when no flush message comes.")
        .Integer("open-files", static o => o.OpenFiles, static (o, v) => o.OpenFiles = v, "Files open at a time.", min: 1, max: 1000);

    public bool Shuffle { get; set; } = true;
}
