using Windrow.Maps.Imaging;
using Windrow.Maps.Inputs.Planning;
using Windrow.Maps.Kitchen;
using Windrow.Maps.Orders;
using Windrow.Maps.Rendering;
using Windrow.Maps.Tests.Definitions;
using Windrow.Maps.Tests.Rendering;
using Windrow.Native.EcCodes;

namespace Windrow.Maps.Tests.Kitchen;

public sealed class TileOrdersTests : IDisposable
{
    private const double Level = 47;

    private static readonly Instant At = new(new DateTime(2026, 11, 20, 0, 0, 0, DateTimeKind.Utc), TimeSpan.FromHours(6));

    private readonly RecipeFiles _files = new RecipeFiles()
        .Write("inputs.yaml", """
            inputs:
              lat: {eccodes: shortName is "t", mgrib: {grib_automatic_scaling: off}}
            flavours:
              - name: web
                postprocess: [{type: quantize}]
                steps: {add_basemap: {params: {subpage_map_projection: cylindrical, output_width: 500, map_grid: off}}}
                tile: {zoom_min: 5, zoom_max: 7, lat_min: 41.0, lat_max: 50.0, lon_min: 1.0, lon_max: 14.0}
              - name: whole
            """)
        .Write("tiles/lat.yaml", $$$"""
            recipe:
              - step: add_basemap
              - step: add_grib
                grib: lat
              - step: add_contour
                params: {contour: off, contour_label: off, contour_shade: on, contour_shade_method: area_fill, contour_shade_colour_method: list,
                  contour_level_selection_type: level_list, contour_level_list: [0, {{{Level}}}, 90], contour_shade_colour_list: ["#ff0000", "#0000ff"], legend: on}
              - {step: add_boundaries, params: {map_coastline: off}} # which has a grid with a frame, if nobody says otherwise
            """)
        .Write("bare.yaml", "recipe: [{step: add_basemap}, {step: add_grib, grib: lat}, {step: add_contour, params: {legend: off}}]");

    public void Dispose() => _files.Dispose();

    [Fact]
    public async Task Every_pixel_of_every_tile_is_where_the_scheme_has_it()
    {
        var orders = MapOrders.Of(Order("tiles/lat", "web")).Select(map => map.Below(Output).Order).ToList();
        orders.Sum(static order => order.Pictures.Count).ShouldBe((2 * 2) + (3 * 3) + (5 * 5));
        await using var renderer = RenderScene.Renderer();
        foreach (var order in orders)
        {
            var result = await renderer.RenderAsync(order, TestContext.Current.CancellationToken);
            result.Failure.ShouldBeNull();
            result.Outputs.ShouldBe(order.Pictures.Select(static picture => picture.File));
        }

        var crossed = 0;
        foreach (var file in Directory.GetFiles(Output, "*.png", SearchOption.AllDirectories))
        {
            var at = Path.GetRelativePath(Path.Combine(Output, "2026-11-20T00:00:00/tiles/lat_web+006"), file).Split('/', '.');
            var (zoom, y) = (int.Parse(at[0], System.Globalization.CultureInfo.InvariantCulture), int.Parse(at[2], System.Globalization.CultureInfo.InvariantCulture));
            // https://wiki.openstreetmap.org/wiki/Slippy_map_tilenames
            var latitude = Level * Math.PI / 180;
            var border = (((1 - (Math.Asinh(Math.Tan(latitude)) / Math.PI)) / 2 * (1 << zoom)) - y) * 256;
            crossed += IsCrossed(RenderScene.Read(file), border, file) ? 1 : 0;
        }

        crossed.ShouldBe(2 + 3 + 5);
        Directory.GetFiles(Output, ".*", SearchOption.AllDirectories).ShouldBeEmpty();
    }

    [Fact]
    public void Georeference_and_number_of_a_tile_are_its_own()
    {
        var pictures = MapOrders.Of(Order("tiles/lat", "web")).SelectMany(static map => map.Order.Pictures).ToDictionary(static picture => picture.File);
        var box = pictures["2026-11-20T00:00:00/tiles/lat_web+006/6/32/22.png"].Georeference!;
        pictures["2026-11-20T00:00:00/tiles/lat_web+006/6/32/22.png"].Tile.ShouldBe(new MapTile(6, 32, 22));
        box.Epsg.ShouldBe(3857);
        box.West.ShouldBe(0, 1e-9);
        box.East.ShouldBe(5.625, 1e-9);
        box.North.ShouldBe(48.92249926, 1e-6);
        box.South.ShouldBe(45.08903556, 1e-6);
    }

    [Fact]
    public async Task Legend_is_a_picture_without_the_map()
    {
        var order = LegendOrder.Of(Order("tiles/lat", "web")).ShouldNotBeNull().Below(Output).Order;
        order.Output.ShouldBe(Path.Combine(Output, "2026-11-20T00:00:00/tiles/lat_web+legend.png"));
        await using var renderer = RenderScene.Renderer();
        (await renderer.RenderAsync(order, TestContext.Current.CancellationToken)).Failure.ShouldBeNull();
        var image = RenderScene.Read(order.Output);
        (image.Width, image.Height).ShouldBe((120, 840));
        var (red, blue) = (Colours.Near(image, "#ff0000"), Colours.Near(image, "#0000ff"));
        // Two boxes of the same size, which a map would have added to.
        red.ShouldBeInRange(3_000, 20_000);
        blue.ShouldBeInRange(red - 200, red + 200);
    }

    [Fact]
    public void Only_tiles_have_legends_of_their_own_and_only_those_that_draw_one()
    {
        LegendOrder.Of(Order("tiles/lat", "whole")).ShouldBeNull();
        LegendOrder.Of(Order("bare", "web")).ShouldBeNull();
        MapOrders.Of(Order("tiles/lat", "whole")).ShouldHaveSingleItem().Order.Tiles.ShouldBeNull();
    }

    private string Output => Path.Combine(_files.Folder, "maps");

    private static bool IsCrossed(RasterImage image, double border, string file)
    {
        (image.Width, image.Height).ShouldBe((256, 256), file);
        for (var y = 0; y < 256; y++)
        {
            var isNorth = y + 0.5 < border;
            for (var x = 0; x < 256 && Math.Abs(y + 0.5 - border) > 2; x++)
                image.Pixels[(((y * 256) + x) * 4) + (isNorth ? 2 : 0)].ShouldBeGreaterThan((byte)200, $"{file} at {x}, {y}");
        }

        return border is > 2 and < 254;
    }

    private Order Order(string recipe, string flavour)
    {
        var definitions = _files.Read();
        var available = new AvailableInputs(definitions);
        var grib = Path.Combine(_files.Folder, "lat.grib");
        File.WriteAllBytes(grib, Latitudes());
        available.Add(definitions.Input("lat")[0], At, grib);
        return new OrderPlanner(definitions, available, [definitions.Flavour(flavour)!]).All().Single(order => order.Product.Recipe.Name == recipe);
    }

    // A field that has at each point its latitude.
    private static byte[] Latitudes()
    {
        const int columns = 41, rows = 161;
        using var field = GribHandle.FromSample("regular_ll_sfc_grib2");
        field.SetLong("Ni", columns);
        field.SetLong("Nj", rows);
        field.SetDouble("latitudeOfFirstGridPointInDegrees", 65);
        field.SetDouble("longitudeOfFirstGridPointInDegrees", 350);
        field.SetDouble("latitudeOfLastGridPointInDegrees", 25);
        field.SetDouble("longitudeOfLastGridPointInDegrees", 30);
        field.SetDouble("iDirectionIncrementInDegrees", 1);
        field.SetDouble("jDirectionIncrementInDegrees", 0.25);
        field.SetLong("bitsPerValue", 24);
        var values = new double[columns * rows];
        for (var n = 0; n < values.Length; n++)
            values[n] = 65 - (n / columns * 0.25);
        field.SetDoubles("values", values);
        return field.Message.ToArray();
    }
}
