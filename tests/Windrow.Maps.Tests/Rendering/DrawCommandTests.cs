using System.Diagnostics;
using Windrow.Maps.Rendering;
using Windrow.Maps.Rendering.Json;

namespace Windrow.Maps.Tests.Rendering;

public sealed class DrawCommandTests : IDisposable
{
    private readonly RenderScene _scene = new();

    public void Dispose() => _scene.Dispose();

    [Fact]
    public async Task Order_that_fails_says_why_and_leaves_nothing()
    {
        Magics.SkipIfMissing();
        File.WriteAllBytes(_scene["bad.json"], MapOrderJson.Write(_scene.Light() with { Steps = [RenderScene.Field(_scene["none.grib"])] }));
        var (status, error) = await Draw(_scene["bad.json"], "-o", _scene["map.png"]);
        status.ShouldBe(4);
        error.ShouldContain("none.grib' does not exist");
        _scene.Files.ShouldBe(["bad.json"]);
    }

    [Fact]
    public async Task File_that_is_no_order_is_told()
    {
        File.WriteAllText(_scene["bad.json"], """{"name": "a", "output": "a.png", "steps": [], "pages": {}}""");
        var (status, error) = await Draw(_scene["bad.json"]);
        status.ShouldBe(3);
        error.ShouldContain("bad.json: ");
        error.ShouldContain("pages");
    }

    [Fact]
    public async Task Missing_order_is_told()
    {
        var (status, error) = await Draw(_scene["none.json"]);
        status.ShouldBe(3);
        error.ShouldContain("none.json");
    }

    [Fact]
    public async Task Warnings_go_to_standard_error_and_the_map_is_drawn()
    {
        Magics.SkipIfMissing();
        var order = _scene.Light() with { Steps = [new MapStep("mcoast", new([new("map_coastline_colour", MapValue.Of("no_colour"))]))] };
        File.WriteAllBytes(_scene["order.json"], MapOrderJson.Write(order));
        var (status, error) = await Draw(_scene["order.json"]);
        status.ShouldBe(0);
        error.ShouldContain("warning: ");
        _scene.Files.ShouldContain("light.png");
    }

    private static async Task<(int Status, string Error)> Draw(params string[] arguments)
    {
        var start = new ProcessStartInfo(RenderScene.Program, ["maps", "draw", .. arguments]) { RedirectStandardError = true, RedirectStandardOutput = true };
        using var process = Process.Start(start)!;
        var output = process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        var error = await process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        await output;
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        return (process.ExitCode, error);
    }
}
