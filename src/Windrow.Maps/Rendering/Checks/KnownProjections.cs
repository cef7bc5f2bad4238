using System.Collections.Frozen;

namespace Windrow.Maps.Rendering.Checks;

/// <summary>The projections of Magics 4.13, as its <c>epsg.json</c> lists them and the library takes them. For any other name it draws a cylindrical map.</summary>
internal static class KnownProjections
{
    public static readonly FrozenSet<string> Names = FrozenSet.ToFrozenSet(
    [
        "cylindrical", "polar_stereographic", "mercator", "lambert", "bonne", "collignon", "efas", "geos", "goes-e", "goes-w", "goode", "google",
        "meteosat_0", "meteosat_145", "meteosat_575", "mollweide", "polar_north", "polar_north_america", "polar_south", "robinson", "tpers",
        "EPSG:3035", "EPSG:3857", "EPSG:4326", "EPSG:32661", "EPSG:32761", "none", "cartesian",
    ]);
}
