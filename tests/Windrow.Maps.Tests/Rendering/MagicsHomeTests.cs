using Windrow.Core.IO;
using Windrow.Maps.Rendering.Drawing;

namespace Windrow.Maps.Tests.Rendering;

public sealed class MagicsHomeTests
{
    [Fact]
    public void Debians_home_is_used_when_none_is_set()
    {
        Magics.SkipIfMissing();
        var home = Find(null);
        home.Problem.ShouldBeNull();
        home.Variables.ShouldContain(new KeyValuePair<string, string>("MAGPLUS_HOME", "/usr"));
    }

    [Fact]
    public void Home_without_coastlines_is_told_with_the_way_out()
    {
        Magics.SkipIfMissing();
        Find("/lib").Problem!.ShouldContain("'/lib/share/magics/10m/ne_10m_land.shp' is missing (MAGPLUS_HOME is set to '/lib')");
        Find("/lib").Problem!.ShouldEndWith("unset MAGPLUS_HOME, or set it to /usr");
    }

    [Fact]
    public async Task Renderer_refuses_to_draw_without_coastlines()
    {
        Magics.SkipIfMissing();
        using var scene = new RenderScene();
        await using var renderer = new Maps.Rendering.MagicsRenderer(
            new() { Command = [RenderScene.Program, "maps", "worker"], Workers = 1 },
            new() { Environment = static name => name == "MAGPLUS_HOME" ? "/lib" : null });
        var result = await renderer.RenderAsync(scene.Light(), TestContext.Current.CancellationToken);
        result.Failure!.Reason.ShouldContain("maps would have no coastlines");
        scene.Files.ShouldBeEmpty();
    }

    private static MagicsHome Find(string? variable) => MagicsHome.Find(name => name == "MAGPLUS_HOME" ? variable : null, new PhysicalFileSystem());
}
