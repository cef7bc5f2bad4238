using System.Text.Json;
using System.Xml.Linq;
using Windrow.Maps.Bundles;
using Windrow.Maps.Inputs.Planning;

namespace Windrow.Maps.Tests.Bundles;

/// <summary>Members of an ensemble beside a forecast that is alone.</summary>
public sealed class EnsembleBundleTests : IDisposable
{
    private readonly BundleScene _scene = new();

    public EnsembleBundleTests()
    {
        using var bundle = new MapBundle(MapBundle.Open(_scene.Drawn, _scene.Disk), _scene.Record(), new InputRecord(TimeProvider.System));
        foreach (var (map, result) in _scene.Draw("t2m", "default", [.. BundleScene.Members, new Instant(BundleScene.Run, TimeSpan.FromHours(6)), new Instant(BundleScene.Run, TimeSpan.FromHours(12))]))
            bundle.Add(map, result);
        bundle.Complete(new BundleLog(TimeProvider.System), null);
    }

    public void Dispose() => _scene.Dispose();

    [Fact]
    public void Members_have_frames_of_their_own()
    {
        var page = XDocument.Load(Path.Combine(_scene.Drawn, "index.html"));
        var steps = page.Descendants("option").ToDictionary(static step => step.Attribute("value")!.Value, static step => step.Attribute("label")!.Value);
        page.Descendants("article").Single().Elements("div").Select(frame => $"{steps[frame.Attribute("data-step")!.Value]}: {frame.Descendants("img").Single().Attribute("src")!.Value.Split('/')[^1]}").ShouldBe(
        [
            "2026-11-20 00:00 UTC +6 h: t2m%2B006.png", "2026-11-20 00:00 UTC +6 h, member 3: t2m%2B006%40003.png", "2026-11-20 00:00 UTC +6 h, member 12: t2m%2B006%40012.png",
            "2026-11-20 00:00 UTC +390 min, member 3: t2m%2B390m%40003.png", "2026-11-20 00:00 UTC +12 h: t2m%2B012.png",
        ]);
    }

    [Fact]
    public void Members_have_steps_of_their_own()
    {
        using var products = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(_scene.Drawn, "products.json")));
        var run = products.RootElement[0].GetProperty("reftimes").GetProperty("2026-11-20 00:00:00");
        run.GetProperty("steps").EnumerateObject().Select(static step => $"{step.Name} {step.Value}").ShouldBe(["6h 1", "006@003 1", "006@012 1", "390m@003 1", "12h 1"]);
        run.GetProperty("products").EnumerateObject().Count().ShouldBe(5);
    }
}
