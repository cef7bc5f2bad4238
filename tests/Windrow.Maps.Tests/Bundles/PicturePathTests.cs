using Windrow.Maps.Bundles.Products;
using Windrow.Maps.Inputs.Planning;
using Windrow.Maps.Orders;
using Windrow.Maps.Orders.Tiles;

namespace Windrow.Maps.Tests.Bundles;

public sealed class PicturePathTests : IDisposable
{
    private readonly BundleScene _scene = new();

    private Dictionary<string, Product> Products => _scene.Products.ToDictionary(PicturePath.NameOf);

    public void Dispose() => _scene.Dispose();

    [Theory]
    [InlineData(0)]
    [InlineData(6 * 60)]
    [InlineData(240 * 60)]
    [InlineData(90)]
    public void Path_of_a_picture_tells_what_it_was_made_of(int minutes)
    {
        var instant = new Instant(BundleScene.Run, TimeSpan.FromMinutes(minutes));
        foreach (var product in _scene.Products)
        {
            Parse(OutputPath.OfMap(product, instant)).ShouldBe(new PicturePath(product, BundleScene.Run, OutputPath.Step(instant), null));
            Parse(OutputPath.OfTile(product, instant, new Tile(6, 34, 23))).ShouldBe(new PicturePath(product, BundleScene.Run, OutputPath.Step(instant), new Tile(6, 34, 23)));
            Parse(OutputPath.OfLegend(product, BundleScene.Run)).ShouldBe(new PicturePath(product, BundleScene.Run, null, null));
        }
    }

    [Theory]
    [InlineData("t2m+006.png")]
    [InlineData("today/t2m_default/t2m+006.png")]
    [InlineData("2026-11-20T00:00:00/t2m_other/t2m+006.png")]
    [InlineData("2026-11-20T00:00:00/t2m_default/z500+006.png")]
    [InlineData("2026-11-20T00:00:00/t2m_default/t2m+006.jpg")]
    [InlineData("2026-11-20T00:00:00/t2m_web+006/6/34/x.png")]
    [InlineData("2026-11-20T00:00:00/t2m_web/6/34/22.png")]
    [InlineData("2026-11-20T00:00:00/+legend.png")]
    public void Path_of_no_product_is_refused(string path) => PicturePath.TryParse(path, Products, out _).ShouldBeFalse();

    private PicturePath Parse(string path) => PicturePath.TryParse(path, Products, out var parsed) ? parsed.Value : throw new ShouldAssertException(path);
}
