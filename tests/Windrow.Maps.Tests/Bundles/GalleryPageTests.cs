using System.Xml.Linq;
using Windrow.Maps.Bundles;

namespace Windrow.Maps.Tests.Bundles;

public sealed class GalleryPageTests : IDisposable
{
    private readonly BundleScene _scene = new();

    public void Dispose() => _scene.Dispose();

    [Fact]
    public void Page_is_well_formed_and_all_that_it_shows_is_there_and_described()
    {
        var page = Page();
        var shown = page.Descendants("img").ToList();
        foreach (var link in page.Descendants("a").Select(static link => link.Attribute("href")!.Value).Concat(shown.Select(static image => image.Attribute("src")!.Value)))
            File.Exists(Path.Combine(_scene.Drawn, Uri.UnescapeDataString(link))).ShouldBeTrue(link);
        foreach (var image in shown.Where(static image => image.Parent!.Attribute("role")?.Value != "img"))
            image.Attribute("alt")!.Value.ShouldNotBeEmpty();
        page.Descendants().Where(static element => element.Attribute("role")?.Value == "img").ShouldHaveSingleItem().Attribute("aria-label")!.Value.ShouldContain("zoom 6");
        shown.Count.ShouldBe(8);
    }

    [Fact]
    public void Page_needs_nothing_from_elsewhere()
    {
        var text = Page().ToString();
        text.ShouldNotContain("http");
        text.ShouldNotContain("//");
        text.ShouldNotContain("@import");
        Page().Descendants("link").ShouldBeEmpty();
    }

    [Fact]
    public void Products_stand_below_their_flavour_with_a_frame_for_each_step()
    {
        var page = Page();
        page.Descendants("section").Select(static section => section.Element("h2")!.Value).ShouldBe(["default", "web"]);
        page.Descendants("article").Select(static map => map.Element("h3")!.Value).ShouldBe(["Unnamed recipe sub/z500", "Temperature <2 m> & wind t2m", "Temperature <2 m> & wind t2m"]);
        var steps = page.Descendants("option").ToDictionary(static step => step.Attribute("value")!.Value, static step => step.Attribute("label")!.Value);
        steps.Values.ShouldBe(["2026-11-20 00:00 UTC +0 h", "2026-11-20 00:00 UTC +6 h", "2026-11-20 00:00 UTC +12 h"]);
        var frames = page.Descendants("article").ElementAt(1).Elements("div").ToList();
        frames.Select(frame => steps[frame.Attribute("data-step")!.Value]).ShouldBe(["2026-11-20 00:00 UTC +6 h", "2026-11-20 00:00 UTC +12 h"]);
        page.Descendants("input").Single().Attribute("max")!.Value.ShouldBe("2");
    }

    [Fact]
    public void Tiles_are_put_together_by_their_columns()
    {
        var tiles = Page().Descendants().Single(static element => element.Attribute("class")?.Value == "tiles");
        tiles.Attribute("style")!.Value.ShouldContain("repeat(2,");
        tiles.Elements("img").Select(static tile => (tile.Attribute("src")!.Value[^9..], tile.Attribute("style")!.Value)).ShouldBe(
            [("32/22.png", "grid-column: 1"), ("33/22.png", "grid-column: 2"), ("32/23.png", "grid-column: 1"), ("33/23.png", "grid-column: 2")]);
    }

    [Fact]
    public void Page_without_maps_says_so()
    {
        using (var bundle = new MapBundle(MapBundle.Open(_scene.Drawn, _scene.Disk), _scene.Record(), new InputRecord(TimeProvider.System)))
            bundle.Complete(new BundleLog(TimeProvider.System), null);
        var page = XDocument.Load(Path.Combine(_scene.Drawn, "index.html"));
        page.Descendants("p").Single().Value.ShouldBe("No map was drawn.");
        page.Descendants("input").ShouldBeEmpty();
    }

    private XDocument Page()
    {
        using (var bundle = new MapBundle(MapBundle.Open(_scene.Drawn, _scene.Disk), _scene.Record(), new InputRecord(TimeProvider.System)))
        {
            _scene.Fill(bundle);
            bundle.Complete(new BundleLog(TimeProvider.System), null);
        }

        return XDocument.Load(Path.Combine(_scene.Drawn, "index.html"));
    }
}
