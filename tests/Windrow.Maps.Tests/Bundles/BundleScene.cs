using Windrow.Core.Errors;
using Windrow.Core.IO;
using Windrow.Maps.Bundles;
using Windrow.Maps.Bundles.Products;
using Windrow.Maps.Definitions;
using Windrow.Maps.Inputs.Planning;
using Windrow.Maps.Kitchen;
using Windrow.Maps.Orders;
using Windrow.Maps.Rendering;
using Windrow.Maps.Tests.Definitions;

namespace Windrow.Maps.Tests.Bundles;

/// <summary>Recipes in a flavour of whole maps and in one of tiles, orders of theirs, and the pictures as a renderer would leave them.</summary>
internal sealed class BundleScene : IDisposable
{
    public static readonly DateTime Run = new(2026, 11, 20, 0, 0, 0, DateTimeKind.Utc);

    /// <summary>Three forecasts of an ensemble.</summary>
    public static readonly Instant[] Members =
        [new(Run, TimeSpan.FromHours(6), 12), new(Run, TimeSpan.FromHours(6), 3), new(Run, TimeSpan.FromMinutes(390), 3)];

    private readonly AvailableInputs _available;
    private readonly RecipeFiles _files = new RecipeFiles()
        .Write("common.yaml", """
            inputs: {t2m: {eccodes: shortName is "2t"}, z: {eccodes: shortName is "z"}}
            flavours:
              - {name: default, steps: {add_basemap: {params: {subpage_lower_left_longitude: -10.0, subpage_lower_left_latitude: 35.0, subpage_upper_right_longitude: 30.0, subpage_upper_right_latitude: 60.0}}}}
              - {name: web, tile: {zoom_min: 6, zoom_max: 6, lat_min: 42, lat_max: 47, lon_min: 1, lon_max: 7}}
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
        _available = new AvailableInputs(Definitions);
        foreach (var input in Definitions.Inputs)
        {
            foreach (var hour in new[] { 0, 6, 12 })
                _available.Add(input, new Instant(Run, TimeSpan.FromHours(hour)), $"{input.Name}.grib");
            foreach (var instant in Members)
                _available.Add(input, instant, $"{input.Name}.grib");
        }

        Products = new OrderPlanner(Definitions, _available, Definitions.Flavours).Products;
    }

    public MapDefinitions Definitions { get; }

    public IReadOnlyList<Product> Products { get; }

    public PhysicalFileSystem Disk { get; } = new();

    /// <summary>Where pictures are drawn.</summary>
    public string Drawn => this["drawn"];

    public string this[string name] => Path.Combine(_files.Folder, name);

    public Product Of(string recipe, string flavour) => Products.Single(product => product.Recipe.Name == recipe && product.Flavour.Name == flavour);

    public MapRecord Record() => new(Drawn);

    /// <summary>The orders of a product, drawn.</summary>
    public IEnumerable<(PlannedMap Map, RenderResult Result)> Draw(string recipe, string flavour, params int[] hours) =>
        Draw(recipe, flavour, [.. hours.Select(static hour => new Instant(Run, TimeSpan.FromHours(hour)))]);

    /// <inheritdoc cref="Draw(string, string, int[])"/>
    public IEnumerable<(PlannedMap Map, RenderResult Result)> Draw(string recipe, string flavour, params Instant[] instants)
    {
        var orders = instants.Select(instant => Of(recipe, flavour).At(instant, _available).ShouldNotBeNull()).ToList();
        PlannedMap?[] legend = [LegendOrder.Of(orders[0])];
        return legend.OfType<PlannedMap>().Concat(orders.SelectMany(MapOrders.Of)).Select(map => Finish(map.Below(Drawn)));
    }

    public (PlannedMap Map, RenderResult Result) Failed(string name) =>
        (new PlannedMap(MapSubject.Legend(Products[0], Run), new MapOrder { Name = name, Output = name, Steps = [] }), new RenderResult(name, [], TimeSpan.Zero, [], Failure.Permanent("no")));

    /// <summary>Bundles some of all kinds.</summary>
    public void Fill(MapBundle bundle)
    {
        foreach (var (map, result) in Draw("t2m", "default", 12, 6).Concat(Draw("t2m", "web", 6)).Append(Failed("lost")).Concat(Draw("sub/z500", "default", 0)))
            bundle.Add(map, result);
    }

    public void Dispose() => _files.Dispose();

    private static (PlannedMap Map, RenderResult Result) Finish(PlannedMap map)
    {
        foreach (var picture in map.Order.Pictures)
        {
            Directory.CreateDirectory(Path.GetDirectoryName(picture.File)!);
            File.WriteAllText(picture.File, $"picture {Path.GetFileName(picture.File)}");
        }

        return (map, new RenderResult(map.Order.Name, [.. map.Order.Pictures.Select(static picture => picture.File)], TimeSpan.FromSeconds(1), [], null));
    }
}
