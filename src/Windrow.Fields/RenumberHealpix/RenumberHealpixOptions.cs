using Windrow.Core.Configuration;

namespace Windrow.Fields.RenumberHealpix;

/// <summary>Options of the <c>renumber-healpix</c> action.</summary>
public sealed class RenumberHealpixOptions
{
    public static readonly OptionSet<RenumberHealpixOptions> Set = new OptionSet<RenumberHealpixOptions>("renumber-healpix")
        .Text("cache-file-name", static o => o.CacheFile, static (o, v) => o.CacheFile = v, "multio's file of precomputed numbers; accepted and not needed, as the numbers are computed.", example: "HEALPix_ring_to_nested");

    public string? CacheFile { get; set; }
}
