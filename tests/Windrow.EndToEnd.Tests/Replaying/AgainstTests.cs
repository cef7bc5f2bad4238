namespace Windrow.EndToEnd.Tests.Replaying;

/// <summary>Products of a replay beside those of another system.</summary>
public sealed class AgainstTests
{
    [Fact]
    public async Task Products_of_another_system_are_compared_by_their_paths()
    {
        using var scene = await ReplayScene.Made();
        await scene.Shell("cp -r products r-other && mkdir r-legacy && mv r-other r-legacy/products && cd r-legacy/products && grib_set -s offsetValuesBy=0.5 msl_6.grib x && mv x msl_6.grib && mv msl_12.grib more.grib");
        var result = (await scene.Replay("r-1", "--against", "r-legacy")).ShouldEndWith(1).Output;
        result.ShouldContain("different      products/msl_6.grib: 684 of 684 values in 1 of 1 changed fields differ by more than allowed");
        result.ShouldContain("only-here      products/msl_12.grib");
        result.ShouldContain("only-there     products/more.grib");
        result.ShouldContain("compared with r-legacy: 4 equal, 0 near, 1 different, 1 only-there, 1 only-here");
        (await scene.Replay("r-2", "--against", "r-legacy", "--product", "products/msl_6.grib", "--tolerance", "0.6")).ShouldEndWith(0).Output.ShouldContain("near           products/msl_6.grib");
    }

    [Fact]
    public async Task Names_of_another_system_are_matched_by_patterns()
    {
        using var scene = await ReplayScene.Made();
        await scene.Shell("mkdir -p r-legacy/msl && for step in 0 6 12 18 24; do cp products/msl_$step.grib r-legacy/msl/$(printf %03d $step).grb; done && touch r-legacy/README");
        var result = (await scene.Replay("r-1", "--against", "r-legacy", "--match", "products/{param}_{step:d}.grib={param}/{step:03d}.grb")).ShouldEndWith(0).Output;
        result.ShouldContain("5 equal, 0 near, 0 different, 0 only-there, 0 only-here");
        result.ShouldContain("1 more products were not asked for");
        (await scene.Replay("r-2", "--against", "r-legacy", "--match", "products/{param}.grib={parm}.grb")).ShouldEndWith(2).Error.ShouldContain("has a field 'parm'");
    }
}
