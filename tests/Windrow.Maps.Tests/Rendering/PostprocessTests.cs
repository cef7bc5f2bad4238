using Windrow.Core.Errors;
using Windrow.Core.IO;
using Windrow.Maps.Imaging;
using Windrow.Maps.Rendering;
using Windrow.Maps.Rendering.Postprocess;
using Windrow.Maps.Tests.Imaging;

namespace Windrow.Maps.Tests.Rendering;

public sealed class PostprocessTests : IDisposable
{
    private const string Font = "/usr/share/fonts/truetype/dejavu/DejaVuSans.ttf";

    private readonly RenderScene _scene = new();

    public void Dispose() => _scene.Dispose();

    [Fact]
    public void Few_colours_are_kept_exactly_and_in_any_case()
    {
        var image = Stripes(40, 30, 200);
        var reduced = Quantizer.Reduce(image, new Quantize(256));
        PngReader.Read(PngWriter.Write(reduced)).Pixels.ShouldBe(image.Pixels);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Many_colours_become_as_many_as_asked_for_and_stay_near(bool dither)
    {
        var image = Gradient(128, 128);
        var reduced = Quantizer.Reduce(image, new Quantize(64, dither));
        (reduced.Palette.Length / 4).ShouldBeInRange(32, 64);
        var again = PngReader.Read(PngWriter.Write(reduced));
        var error = image.Pixels.Zip(again.Pixels).Average(static pair => Math.Abs(pair.First - pair.Second));
        error.ShouldBeLessThan(8);
        // The mean of a block of 16 by 16 keeps its colour: what dithering is for.
        if (dither)
            Math.Abs(BlockMean(image) - BlockMean(again)).ShouldBeLessThan(2);
    }

    [Fact]
    public void Areas_keep_their_colour_beside_many_others()
    {
        var image = Gradient(128, 128);
        for (var y = 0; y < 64; y++)
        {
            for (var x = 0; x < 64; x++)
                new byte[] { 17, 34, 51, 255 }.CopyTo(image.Row(y)[(4 * x)..]);
        }

        var again = PngReader.Read(PngWriter.Write(Quantizer.Reduce(image, new Quantize(16))));
        for (var y = 0; y < 64; y++)
            Colours.At(again, y, 63 - y).ShouldBe("#112233ff");
    }

    [Fact]
    public void Alpha_is_reduced_too()
    {
        var image = PngTests.Noise(64, 64, isOpaque: false);
        for (var n = 0; n < 64; n++)
            image.Row(n)[3] = 0;
        var again = PngReader.Read(PngWriter.Write(Quantizer.Reduce(image, new Quantize(256))));
        again.IsOpaque.ShouldBeFalse();
    }

    [Fact]
    public void Palette_that_cannot_be_is_refused() =>
        Should.Throw<FailureException>(static () => Quantizer.Reduce(new RasterImage(1, 1), new Quantize(257))).Message.ShouldContain("2 to 256 colours, not 257");

    [Fact]
    public void Outside_of_a_polygon_is_transparent_and_its_hole_as_well()
    {
        Shapefiles.Write(_scene["ring.shp"], [[(2, 2), (8, 2), (8, 8), (2, 8), (2, 2)], [(4, 4), (6, 4), (6, 6), (4, 6), (4, 4)]]);
        var image = White(10, 10);
        ShapeCutter.Cut(image, new MapGeoreference(4326, 0, 0, 10, 10), Shapefile.Read(new PhysicalFileSystem(), _scene["ring.shp"]));
        var expected = Enumerable.Range(0, 10).Select(static y => string.Concat(Enumerable.Range(0, 10)
            .Select(x => x is >= 2 and < 8 && y is >= 2 and < 8 && !(x is 4 or 5 && y is 4 or 5) ? '#' : '.')));
        Enumerable.Range(0, 10).Select(y => string.Concat(Enumerable.Range(0, 10).Select(x => Colours.At(image, x, y) == "#ffffffff" ? '#' : '.'))).ShouldBe(expected);
        Colours.At(image, 0, 0).ShouldBe("#00000000");
    }

    [Fact]
    public void Mercator_map_is_cut_where_the_polygon_is()
    {
        // From 0 to 60 degrees; 30 degrees lie 0.4171 of the way up: ln tan 60° / ln tan 75°.
        Shapefiles.Write(_scene["north.shp"], [[(0, 30), (10, 30), (10, 60), (0, 60), (0, 30)]]);
        var image = White(10, 1_000);
        ShapeCutter.Cut(image, new MapGeoreference(3857, 0, 0, 10, 60), Shapefile.Read(new PhysicalFileSystem(), _scene["north.shp"]));
        var row = Enumerable.Range(0, 1_000).First(y => Colours.At(image, 5, y) == "#00000000");
        row.ShouldBe(583);
    }

    [Fact]
    public void Map_in_a_projection_that_cannot_be_cut_is_refused() =>
        Should.Throw<FailureException>(static () => ShapeCutter.Cut(White(1, 1), new MapGeoreference(3035, 0, 0, 1, 1), [])).Message.ShouldContain("EPSG:3035");

    [Fact]
    public void Damaged_shapefile_is_refused()
    {
        Shapefiles.Write(_scene["good.shp"], [[(0, 0), (1, 0), (1, 1), (0, 0)]]);
        var good = File.ReadAllBytes(_scene["good.shp"]);
        for (var length = 0; length < good.Length; length += 3)
        {
            File.WriteAllBytes(_scene["bad.shp"], good[..length]);
            Should.Throw<InvalidDataException>(() => Shapefile.Read(new PhysicalFileSystem(), _scene["bad.shp"]));
        }

        foreach (var (at, value) in new[] { (108, 3), (144, -1), (144, 1 << 28), (148, 1 << 28), (152, 99) })
        {
            var bad = good.ToArray();
            BitConverter.TryWriteBytes(bad.AsSpan(at), value);
            File.WriteAllBytes(_scene["bad.shp"], bad);
            Should.Throw<InvalidDataException>(() => Shapefile.Read(new PhysicalFileSystem(), _scene["bad.shp"]));
        }
    }

    [Fact]
    public void Shapefile_in_metres_is_refused()
    {
        Shapefiles.Write(_scene["metres.shp"], [[(0, 0), (1, 0), (1, 1), (0, 0)]]);
        File.WriteAllText(_scene["metres.prj"], "PROJCS[\"ETRS89 / LAEA Europe\",GEOGCS[\"ETRS89\"]]");
        Should.Throw<FailureException>(() => Shapefile.Read(new PhysicalFileSystem(), _scene["metres.shp"])).Message.ShouldContain("ogr2ogr -t_srs EPSG:4326");
    }

    [Theory]
    [InlineData("la", 10, 10, 10, 100, 12, 40)]
    [InlineData("rd", -10, -10, 60, 190, 60, 90)]
    [InlineData("ms", 100, 50, 55, 145, 30, 51)]
    public void Watermark_lies_where_its_anchor_says(string anchor, int x, int y, int left, int right, int top, int bottom)
    {
        NeedsFont();
        var image = White(200, 100);
        WatermarkWriter.Write(new Watermark("Windrow", Font, x, y, 20, anchor, "#000000"), image);
        var dark = (from row in Enumerable.Range(0, 100) from column in Enumerable.Range(0, 200) where image.Row(row)[4 * column] < 128 select (column, row)).ToList();
        dark.Count.ShouldBeGreaterThan(150);
        dark.ShouldAllBe(pixel => pixel.column >= left && pixel.column < right && pixel.row >= top && pixel.row < bottom);
    }

    [Theory]
    [InlineData("xx", "#fff", "is no anchor")]
    [InlineData("la", "white", "is no colour")]
    public void Watermark_that_makes_no_sense_is_refused(string anchor, string colour, string reason)
    {
        NeedsFont();
        Should.Throw<FailureException>(() => WatermarkWriter.Write(new Watermark("W", Font, 0, 0, 10, anchor, colour), White(9, 9))).Message.ShouldContain(reason);
    }

    [Fact]
    public void File_that_is_no_font_is_told()
    {
        NeedsFont();
        Should.Throw<InvalidDataException>(() => WatermarkWriter.Write(new Watermark("W", _scene.Grib, 0, 0), White(9, 9))).Message.ShouldContain("cannot be read as a font");
    }

    [Fact]
    public async Task All_of_them_work_on_a_real_map()
    {
        NeedsFont();
        Shapefiles.Write(_scene["area.shp"], [[(5, 37), (18, 37), (18, 48), (5, 48), (5, 37)]]);
        await using var renderer = RenderScene.Renderer();
        var order = _scene.Order("all", new MapParameter("subpage_x_position", MapValue.Of(0.0)), new MapParameter("subpage_y_position", MapValue.Of(0.0)),
            new MapParameter("subpage_x_length", MapValue.Of(20.0)), new MapParameter("subpage_y_length", MapValue.Of(18.0)));
        var result = await renderer.RenderAsync(
            order with
            {
                Georeference = new MapGeoreference(4326, 2.5, 35, 20, 50),
                Postprocess = [new CutShape(_scene["area.shp"]), new Watermark("© Windrow", Font, -10, -10, 24, "rd", "#000000"), new Quantize(64)],
            },
            TestContext.Current.CancellationToken);
        result.Failure.ShouldBeNull();
        var image = RenderScene.Read(_scene["all.png"]);
        Colours.At(image, 5, 5).ShouldBe("#00000000");
        Colours.At(image, 400, 360)[^2..].ShouldBe("ff");
        image.Pixels.AsSpan(4 * 800 * 680).IndexOf((byte)255).ShouldBeGreaterThan(0); // the watermark
        File.ReadAllBytes(_scene["all.png"])[25].ShouldBe((byte)PngColour.Palette);
        _scene.Files.ShouldBe(["all.png", "area.shp"]);
    }

    [Fact]
    public async Task Tiles_are_cut_and_the_picture_is_not_kept()
    {
        await using var renderer = RenderScene.Renderer();
        string[] files = [_scene["6/33/22.png"], _scene["6/34/22.png"], _scene["6/33/23.png"], _scene["6/34/23.png"]];
        var page = new MapParameters(
        [
            new("output_width", MapValue.Of(512)), new("super_page_x_length", MapValue.Of(12.8)), new("super_page_y_length", MapValue.Of(12.8)),
            new("subpage_map_projection", MapValue.Of("EPSG:3857")), new("output_cairo_transparent_background", MapValue.Of(true)), new("skinny_mode", MapValue.Of(true)), new("page_frame", MapValue.Of(false)), new("subpage_frame", MapValue.Of(false)),
            .. new[] { "page", "subpage" }.SelectMany(static part => new MapParameter[]
            {
                new($"{part}_x_position", MapValue.Of(0.0)), new($"{part}_y_position", MapValue.Of(0.0)), new($"{part}_x_length", MapValue.Of(12.8)), new($"{part}_y_length", MapValue.Of(12.8)),
            }),
            new("page_id_line", MapValue.Of(false)),
            // Tiles 33 and 34, 22 and 23 of zoom 6.
            new("subpage_lower_left_latitude", MapValue.Of(40.979898)), new("subpage_lower_left_longitude", MapValue.Of(5.625)),
            new("subpage_upper_right_latitude", MapValue.Of(48.922499)), new("subpage_upper_right_longitude", MapValue.Of(16.875)),
        ]);
        var steps = _scene.Order().Steps.Select(static step => step with
        {
            Parameters = new([.. step.Parameters.Where(static parameter => parameter.Name is not "legend" and not "map_label"), .. step.Macro == "mcoast" ? [new MapParameter("map_label", MapValue.Of(false))] : Array.Empty<MapParameter>()]),
        });
        var order = _scene.Order("metatile") with { Page = page, Steps = [.. steps], Tiles = new MapTiles(256, 2, [.. files.Select(static file => new MapPicture(file, null))]) };
        var result = await renderer.RenderAsync(order, TestContext.Current.CancellationToken);
        result.Failure.ShouldBeNull();
        result.Outputs.ShouldBe(files);
        files.ShouldAllBe(static file => RenderScene.Read(file).Width == 256 && RenderScene.Read(file).Height == 256);
        _scene.Files.ShouldBe(["22.png", "22.png", "23.png", "23.png"]);
        var wrong = await renderer.RenderAsync(order with { Tiles = order.Tiles with { Columns = 3 } }, TestContext.Current.CancellationToken);
        wrong.Failure!.Reason.ShouldContain("512 × 512 pixels does not make 4 tiles");
    }

    private static void NeedsFont() => Assert.SkipUnless(File.Exists(Font), "needs a font: apt-get install fonts-dejavu-core");

    private static RasterImage White(int width, int height)
    {
        var image = new RasterImage(width, height);
        image.Pixels.AsSpan().Fill(255);
        return image;
    }

    private static RasterImage Stripes(int width, int height, int colours)
    {
        var image = White(width, height);
        for (var n = 0; n < width * height; n++)
            (image.Pixels[4 * n], image.Pixels[(4 * n) + 1]) = ((byte)(n % colours), 9);
        return image;
    }

    private static RasterImage Gradient(int width, int height)
    {
        var image = White(width, height);
        for (var n = 0; n < width * height; n++)
            (image.Pixels[4 * n], image.Pixels[(4 * n) + 1], image.Pixels[(4 * n) + 2]) = ((byte)(2 * (n % width)), (byte)(2 * (n / width)), (byte)(n % width + (n / width)));
        return image;
    }

    private static double BlockMean(RasterImage image) => (from y in Enumerable.Range(48, 16) from x in Enumerable.Range(80, 16) select (double)image.Row(y)[4 * x]).Average();
}
