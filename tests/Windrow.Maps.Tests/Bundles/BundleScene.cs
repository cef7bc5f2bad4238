using Windrow.Core.Errors;
using Windrow.Core.IO;
using Windrow.Maps.Bundles;
using Windrow.Maps.Bundles.Products;
using Windrow.Maps.Definitions;
using Windrow.Maps.Inputs.Planning;
using Windrow.Maps.Orders;
using Windrow.Maps.Orders.Tiles;
using Windrow.Maps.Rendering;
using Windrow.Maps.Tests.Definitions;

namespace Windrow.Maps.Tests.Bundles;

/// <summary>Recipes in a flavour of whole maps and in one of tiles, orders of theirs, and the pictures as a renderer would leave them.</summary>
internal sealed class BundleScene : IDisposable
{
    public static readonly DateTime Run = new(2026, 11, 20, 0, 0, 0, DateTimeKind.Utc);

    private readonly RecipeFiles _files = new RecipeFiles()
        .Write("common.yaml", """
            inputs: {t2m: {eccodes: shortName is "2t"}, z: {eccodes: shortName is "z"}}
            flavours:
              - {name: default, steps: {add_basemap: {params: {subpage_map_projection: cylindrical}}}}
              - {name: web, tile: {zoom_min: 5, zoom_max: 6, lat_min: 46, lat_max: 48, lon_min: 1, lon_max: 3}}
            """)
        .Write("t2m.yaml", """
            description: Temperature <2 m> & wind
            info: {opacity: 0.5}
            recipe:
              - {step: add_basemap}
              - {step: add_grib, grib: t2m}
              - {step: add_contour, params: {legend: on, contour_level_list: [1, 2.5], contour_shade_colour_list: [red]}}
            """)
        .Write("sub/z500.yaml", "recipe: [{step: add_basemap}, {step: add_grib, grib: z}, {step: add_grid}]");

    public BundleScene()
    {
        Definitions = _files.Read();
        Products = new OrderPlanner(Definitions, new AvailableInputs(Definitions), Definitions.Flavours).Products;
    }

    public MapDefinitions Definitions { get; }

    public IReadOnlyList<Product> Products { get; }

    public PhysicalFileSystem Disk { get; } = new();

    /// <summary>Where pictures are drawn.</summary>
    public string Drawn => this["drawn"];

    public string this[string name] => Path.Combine(_files.Folder, name);

    public Product Of(string recipe, string flavour) => Products.Single(product => product.Recipe.Name == recipe && product.Flavour.Name == flavour);

    public MapRecord Record() => new(Products, Drawn);

    /// <summary>A map as it is after drawing.</summary>
    public (MapOrder Order, RenderResult Result) Map(string recipe, int hour) =>
        Finish(OutputPath.OfMap(Of(recipe, "default"), At(hour)), new MapGeoreference(4326, -10, 35, 30, 60), OutputPath.OfMap(Of(recipe, "default"), At(hour)));

    /// <summary>Four tiles that were cut from one map.</summary>
    public (MapOrder Order, RenderResult Result) Tiles(string recipe, int hour) => Finish(
        OutputPath.OfTile(Of(recipe, "web"), At(hour), new Tile(6, 32, 22)), new MapGeoreference(3857, 0, 40, 11, 49),
        [.. new Metatile(new Tile(6, 32, 22), 2, 2).Tiles.Select(tile => OutputPath.OfTile(Of(recipe, "web"), At(hour), tile))]);

    public (MapOrder Order, RenderResult Result) Legend(string recipe) =>
        Finish(OutputPath.OfLegend(Of(recipe, "web"), Run), null, OutputPath.OfLegend(Of(recipe, "web"), Run));

    public static (MapOrder Order, RenderResult Result) Failed(string name) =>
        (new MapOrder { Name = name, Output = name, Steps = [] }, new RenderResult(name, [], TimeSpan.Zero, [], Failure.Permanent("no")));

    /// <summary>Bundles some of all kinds.</summary>
    public void Fill(MapBundle bundle)
    {
        foreach (var (order, result) in new[] { Map("t2m", 12), Map("t2m", 6), Legend("t2m"), Tiles("t2m", 6), Failed("lost"), Map("sub/z500", 0) })
            bundle.Add(order, result);
    }

    public void Dispose() => _files.Dispose();

    private static Instant At(int hour) => new(Run, TimeSpan.FromHours(hour));

    private (MapOrder Order, RenderResult Result) Finish(string name, MapGeoreference? georeference, params string[] paths)
    {
        foreach (var path in paths)
        {
            Directory.CreateDirectory(Path.GetDirectoryName(Path.Combine(Drawn, path))!);
            File.WriteAllText(Path.Combine(Drawn, path), $"picture {path}");
        }

        var order = new MapOrder { Name = name[..name.LastIndexOf('.')], Output = Path.Combine(Drawn, name), Steps = [], Georeference = georeference };
        return (order, new RenderResult(order.Name, [.. paths.Select(path => Path.Combine(Drawn, path))], TimeSpan.FromSeconds(1), [], null));
    }
}
