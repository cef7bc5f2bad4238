using System.Globalization;
using Windrow.Maps.Inputs.Planning;
using Windrow.Maps.Orders.Tiles;
using Windrow.Maps.Pantries;

namespace Windrow.Maps.Orders;

/// <summary>
/// Names of pictures below an output, as arkimaps 1.43 gives them: the reference time, the recipe with the flavour, the step in hours
/// with three digits. A step that is no whole number of hours is written as ecCodes writes it: <c>+90m</c>.
/// </summary>
internal static class OutputPath
{
    public const string Suffix = ".png";

    /// <summary><c>2021-01-10T00:00:00/tiles/z500_ita/z500+012.png</c>.</summary>
    public static string OfMap(Product product, Instant instant) =>
        $"{Time(instant)}/{Name(product)}/{product.Recipe.Name[(product.Recipe.Name.LastIndexOf('/') + 1)..]}+{Step(instant.Step)}.png";

    /// <summary><c>2021-01-10T00:00:00/tiles/z500_ita+012/6/34/23.png</c>.</summary>
    public static string OfTile(Product product, Instant instant, Tile tile) =>
        string.Create(CultureInfo.InvariantCulture, $"{Time(instant)}/{Name(product)}+{Step(instant.Step)}/{tile.Zoom}/{tile.X}/{tile.Y}.png");

    /// <summary><c>2021-01-10T00:00:00/tiles/z500_ita+012/6/34-23.png</c>: the place, beside its tiles, of a map that is cut into them.</summary>
    public static string OfMetatile(Product product, Instant instant, Metatile map) =>
        string.Create(CultureInfo.InvariantCulture, $"{Time(instant)}/{Name(product)}+{Step(instant.Step)}/{map.Corner.Zoom}/{map.Corner.X}-{map.Corner.Y}.png");

    /// <summary><c>2021-01-10T00:00:00/tiles/z500_ita+legend.png</c>.</summary>
    public static string OfLegend(Product product, DateTime referenceTime) => $"{Time(new Instant(referenceTime, default))}/{Name(product)}+legend.png";

    /// <summary>A step as it stands in names.</summary>
    public static string Step(TimeSpan step) => step.Ticks % TimeSpan.TicksPerHour == 0
        ? ((long)step.TotalHours).ToString("D3", CultureInfo.InvariantCulture)
        : PantryName.Step(step);

    private static string Time(Instant instant) => instant.ReferenceTime.ToString("yyyy-MM-dd'T'HH:mm:ss", CultureInfo.InvariantCulture);

    private static string Name(Product product) => $"{product.Recipe.Name}_{product.Flavour.Name}";
}
