using Windrow.Core;
using Windrow.Core.Configuration;
using Windrow.Maps.Tests.Definitions;

namespace Windrow.Maps.Tests.Kitchen;

public sealed class KitchenOrdersTests : IDisposable
{
    private readonly RecipeFiles _files = new RecipeFiles()
        .Write("inputs.yaml", """
            inputs:
              t: {eccodes: shortName is "t"}
            flavours:
              - name: web
                tile: {zoom_min: 5, zoom_max: 6, lat_min: 41.0, lat_max: 50.0, lon_min: 1.0, lon_max: 14.0}
              - name: whole
            """)
        .Write("legend.yaml", "recipe: [{step: add_basemap}, {step: add_grib, grib: t}, {step: add_contour, params: {legend: on}}]")
        .Write("bare.yaml", "recipe: [{step: add_basemap}, {step: add_grib, grib: t}, {step: add_contour, params: {legend: off}}]");

    public void Dispose() => _files.Dispose();

    [Fact]
    public void Orders_have_the_names_that_were_told_before_they_were_made()
    {
        var kitchen = Kitchen(runs: 2, steps: 3);
        var names = kitchen.Names().Select(static each => each.Name).ToList();
        names.ShouldBe(kitchen.Orders("maps").Select(static order => order.Order.Name));
        // Two recipes, a map of each zoom, two legends, whole ones.
        names.Count.ShouldBe((2 * 6 * 2) + 2 + (2 * 6));
        names.ShouldBeUnique();
    }

    [Fact]
    public void Order_is_made_when_it_is_asked_for()
    {
        var kitchen = Kitchen(runs: 1, steps: 2_000);
        kitchen.Names().Count().ShouldBe((2 * 2_000 * 2) + 1 + (2 * 2_000));
        var before = GC.GetAllocatedBytesForCurrentThread();
        kitchen.Orders("maps").Take(3).Count().ShouldBe(3);
        var few = GC.GetAllocatedBytesForCurrentThread() - before;
        kitchen.Orders("maps").Count().ShouldBe((2 * 2_000 * 2) + 1 + (2 * 2_000));
        var all = GC.GetAllocatedBytesForCurrentThread() - before - few;
        few.ShouldBeLessThan(all / 20);
    }

    private MapKitchen Kitchen(int runs, int steps)
    {
        var pantry = Directory.CreateDirectory(Path.Combine(_files.Folder, "pantry")).FullName;
        for (var run = 0; run < runs; run++)
        {
            for (var step = 0; step < steps; step++)
                File.WriteAllText(Path.Combine(pantry, $"t_2026_11_{20 + run}_0_0_0+{step}.grib"), "GRIB");
        }

        var kitchen = MapKitchen.Open(_files.Folder, [], ["web,whole"], pantry, new EngineServices(), new DiagnosticBag()).ShouldNotBeNull();
        kitchen.Unknown.ShouldBeEmpty();
        return kitchen;
    }
}
