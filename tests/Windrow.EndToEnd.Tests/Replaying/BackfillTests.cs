using Windrow.EndToEnd.Tests.Testing;

namespace Windrow.EndToEnd.Tests.Replaying;

/// <summary><c>windrow backfill</c>: what is missing is made for real, once.</summary>
public sealed class BackfillTests
{
    [Fact]
    public async Task What_came_late_is_made_and_then_known()
    {
        using var scene = await ReplayScene.Begin();
        File.Move(scene["incoming/model_2026112000_012.grib"], scene["late.grib"]);
        (await scene.Run("run", "flow.yaml", "--once", "--quiet")).ShouldEndWith(0);
        File.Move(scene["late.grib"], scene["done/model_2026112000_012.grib"]);
        var dry = (await scene.Run("backfill", "flow.yaml", "--from", "2026-11-20", "--to", "2026-11-21", "--dry-run")).ShouldEndWith(0).Output;
        dry.ShouldContain("model_2026112000_012.grib: there are no products of it");
        File.Exists(scene["products/msl_12.grib"]).ShouldBeFalse();
        (await scene.Run("backfill", "flow.yaml", "--from", "2026-11-20", "--to", "2026-11-21")).ShouldEndWith(0).Output.ShouldContain($"product  {scene["products/msl_12.grib"]}");
        File.Exists(scene["products/msl_12.grib"]).ShouldBeTrue();
        (await scene.Run("why", "products/msl_12.grib")).ShouldEndWith(0).Output.ShouldContain("model_2026112000_012.grib");
        (await scene.Run("backfill", "flow.yaml", "--from", "2026-11-20")).ShouldEndWith(0).Output.ShouldContain("0 inputs to bring in");
        Directory.Exists(scene[".windrow/daily.backfill"]).ShouldBeFalse();
    }

    [Fact]
    public async Task Again_makes_whole_products_anew()
    {
        using var scene = await ReplayScene.Made();
        var before = File.ReadAllBytes(scene["products/mean.grib"]);
        scene.Write("flow.yaml", ReplayScene.Flow.Replace("operations: [average]", "operations: [minimum]", StringComparison.Ordinal));
        var result = (await scene.Run("backfill", "flow.yaml", "--input", "done/model_2026112000_012.grib", "--again")).ShouldEndWith(0).Output;
        result.ShouldContain("4 inputs to bring in");
        result.ShouldContain($"anew     {scene["products/mean.grib"]}");
        File.ReadAllBytes(scene["products/mean.grib"]).ShouldNotBe(before);
        (await scene.Replay("r-1")).ShouldEndWith(0);
    }

    [Fact]
    public async Task Flow_that_runs_is_left_alone()
    {
        using var scene = await ReplayScene.Made();
        using var run = WindrowProcess.Start(scene.Path, ["run", "flow.yaml"]);
        await run.Until(() => File.Exists(scene[".windrow/daily/control"]), "the flow to run");
        (await scene.Run("backfill", "flow.yaml", "--from", "2026-11-20", "--again")).ShouldEndWith(3).Error.ShouldContain("stop it, backfill, and start it again");
        (await scene.Run("backfill", "flow.yaml")).ShouldEndWith(2).Error.ShouldContain("say which inputs are meant");
    }
}
