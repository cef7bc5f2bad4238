using Windrow.Core.Errors;
using Windrow.Maps.Rendering;

namespace Windrow.Maps.Tests.Rendering;

public sealed class MagicsRendererTests : IDisposable
{
    private readonly RenderScene _scene = new();

    public void Dispose() => _scene.Dispose();

    [Fact]
    public async Task Order_gives_a_png_of_its_size_with_coast_field_and_legend()
    {
        await using var renderer = RenderScene.Renderer();
        var result = await renderer.RenderAsync(_scene.Order(), TestContext.Current.CancellationToken);
        result.Failure.ShouldBeNull();
        result.Warnings.ShouldBeEmpty();
        result.Outputs.ShouldBe([_scene["t2m.png"]]);
        _scene.Files.ShouldBe(["t2m.png"]);
        var image = RenderScene.Read(_scene["t2m.png"]);
        (image.Width, image.Height).ShouldBe((800, 720));
        foreach (var filled in new[] { "#00ffff", "#00ff00", "#ffff00", "#ff0000" })
            Colours.Near(image, filled).ShouldBeGreaterThan(2_000, filled);
        // The coast and the letters of legend and labels.
        Colours.Near(image, "#000000", tolerance: 60).ShouldBeGreaterThan(300);
        // The lowest colour is in the legend only.
        Colours.Near(image, "#0000ff").ShouldBeInRange(100, 2_000);
    }

    [Fact]
    public async Task Parameters_of_one_order_are_not_the_next_ones()
    {
        await using var renderer = RenderScene.Renderer();
        var cancellation = TestContext.Current.CancellationToken;
        (await renderer.RenderAsync(_scene.Light("first"), cancellation)).Failure.ShouldBeNull();
        (await renderer.RenderAsync(_scene.Order("other", new MapParameter("subpage_background_colour", MapValue.Of("#abcdef"))), cancellation)).Failure.ShouldBeNull();
        (await renderer.RenderAsync(_scene.Light("second"), cancellation)).Failure.ShouldBeNull();
        File.ReadAllBytes(_scene["second.png"]).ShouldBe(File.ReadAllBytes(_scene["first.png"]));
        renderer.Counts.Started.ShouldBe(1);
    }

    [Fact]
    public async Task Missing_field_is_a_permanent_failure_without_a_picture()
    {
        await using var renderer = RenderScene.Renderer();
        var order = _scene.Light() with { Steps = [RenderScene.Field(_scene["none.grib"])] };
        var result = await renderer.RenderAsync(order, TestContext.Current.CancellationToken);
        result.Failure!.Class.ShouldBe(ErrorClass.Permanent);
        result.Failure.Reason.ShouldContain("none.grib' does not exist");
        _scene.Files.ShouldBeEmpty();
    }

    [Fact]
    public async Task Value_that_is_no_number_is_a_permanent_failure()
    {
        await using var renderer = RenderScene.Renderer();
        var order = _scene.Light() with { Page = new([new MapParameter("super_page_x_length", MapValue.Of(double.NaN))]) };
        var result = await renderer.RenderAsync(order, TestContext.Current.CancellationToken);
        result.Failure!.Class.ShouldBe(ErrorClass.Permanent);
        result.Failure.Reason.ShouldContain("NaN is no value of a parameter");
        (await renderer.RenderAsync(_scene.Light("next"), TestContext.Current.CancellationToken)).Failure.ShouldBeNull();
    }

    [Fact]
    public async Task What_Magics_refuses_costs_its_own_order_only()
    {
        await using var renderer = RenderScene.Renderer();
        var cancellation = TestContext.Current.CancellationToken;
        // A message that promises more than it holds passes for a GRIB file, until ecCodes reads it.
        File.WriteAllBytes(_scene["bad.grib"], [.. File.ReadAllBytes(_scene.Grib).AsSpan(0, 16), .. new byte[40_000]]);
        var refused = await renderer.RenderAsync(_scene.Order("refused") with { Steps = [RenderScene.Field(_scene["bad.grib"]), .. _scene.Order().Steps.Skip(2)] }, cancellation);
        var good = await renderer.RenderAsync(_scene.Light("good"), cancellation);
        good.Failure.ShouldBeNull();
        (refused.Failure is not null || refused.Warnings.Count > 0).ShouldBeTrue();
        _scene.Files.ShouldContain("good.png");
        _scene.Files.ShouldNotContain(static name => name.Contains(".part."));
    }

    [Fact]
    public async Task Warnings_of_Magics_are_told()
    {
        await using var renderer = RenderScene.Renderer();
        var order = _scene.Light() with { Steps = [new MapStep("mcoast", new([new("map_coastline_colour", MapValue.Of("no_colour")), new("map_coastlin", MapValue.Of(true))]))] };
        var result = await renderer.RenderAsync(order, TestContext.Current.CancellationToken);
        result.Failure.ShouldBeNull();
        result.Warnings.ShouldContain(static line => line.Contains("did you mean 'map_coastline'?"));
        result.Warnings.ShouldContain(static line => line.Contains("[no_colour] is not valid"));
    }

    [Fact]
    public async Task Two_workers_draw_at_the_same_time()
    {
        await using var renderer = RenderScene.Renderer(static options => options with { Workers = 2 });
        var (made, workers) = (0, 0);
        var orders = Enumerable.Range(0, 8).Select(number =>
        {
            made++;
            return _scene.Light($"map{number}");
        });
        var results = new List<RenderResult>();
        await foreach (var (order, result) in renderer.RenderAllAsync(orders, static order => order, underWay: 4, TestContext.Current.CancellationToken))
        {
            // An order is made when there is room for it, and not before.
            made.ShouldBeLessThanOrEqualTo(results.Count + 4);
            results.Add(result);
            order.Name.ShouldBe(result.Order);
            workers = Math.Max(workers, renderer.WorkerIds.Count());
        }

        results.ShouldAllBe(static result => result.Failure == null);
        results.Select(static result => result.Order).Order().ShouldBe(Enumerable.Range(0, 8).Select(static number => $"map{number}"));
        workers.ShouldBe(2);
        _scene.Files.Count().ShouldBe(8);
    }
}
