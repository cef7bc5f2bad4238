using System.Text;
using System.Text.Json;
using Windrow.Maps.Rendering;
using Windrow.Maps.Rendering.Json;
using Windrow.Maps.Rendering.Postprocess;

namespace Windrow.Maps.Tests.Rendering;

public sealed class MapOrderJsonTests
{
    private static readonly MapOrder Order = new()
    {
        Name = "2026-11-20T00:00:00/t2m_città/t2m+012",
        Output = "out/t2m+012.png",
        Page = new([new("output_width", MapValue.Of(1280)), new("super_page_x_length", MapValue.Of(40.0))]),
        Steps =
        [
            new MapStep("mcont", new(
            [
                new("contour_interval", MapValue.Of(2.0)),
                new("contour_level_list", MapValue.Of([-10.0, 0, 1e-20, 0.1, double.MaxValue])),
                new("contour_shade_colour_list", MapValue.Of(["red", "rgb(0,0,1)"])),
                new("symbol_marker_table", MapValue.Of([1, 2])),
                new("legend", MapValue.Of(true)),
            ])),
        ],
        Postprocess = [new Watermark("© Windrow", "font.ttf", -5, 5), new CutShape("italy.shp"), new Quantize(64, Dither: false)],
        Georeference = new MapGeoreference(4326, 2.5, 35, 20, 50),
        Tiles = new MapTiles(256, 2, [new MapPicture("a.png", new MapGeoreference(3857, 0, 45, 5.625, 48.9)), new MapPicture("b.png", null)]),
    };

    [Fact]
    public void Order_is_the_same_when_read_again_and_so_is_its_text()
    {
        var text = MapOrderJson.Write(Order);
        var again = MapOrderJson.Read(text);
        again.ShouldBe(Order);
        MapOrderJson.Write(again).ShouldBe(text);
        var line = MapOrderJson.WriteLine(Order);
        line.ShouldNotContain("\n");
        MapOrderJson.ReadLine(line).ShouldBe(Order);
    }

    [Fact]
    public void Text_keeps_order_and_types_of_parameters()
    {
        var text = Encoding.UTF8.GetString(MapOrderJson.Write(Order)).ReplaceLineEndings("").Replace(" ", "");
        text.ShouldContain("""{"output_width":1280,"super_page_x_length":40.0}""");
        text.ShouldContain("""{"contour_interval":2.0,"contour_level_list":[-10.0,0.0,1E-20,0.1,1.7976931348623157E+308],""");
        text.ShouldContain("""{"type":"quantize","colors":64,"dither":false}""");
        text.ShouldContain("città");
    }

    [Fact]
    public void Only_name_output_and_steps_are_needed()
    {
        var order = MapOrderJson.Read("""{"name": "a", "output": "a.png", "steps": [{"macro": "mcoast", "parameters": {"map_grid": true, "n": [1, 2.5]}}]}"""u8);
        order.Page.ShouldBeEmpty();
        order.Postprocess.ShouldBeEmpty();
        order.Steps[0].Parameters["map_grid"].ShouldBe(MapValue.Of("on"));
        order.Steps[0].Parameters["n"].ShouldBe(MapValue.Of([1, 2.5]));
    }

    [Fact]
    public void Postprocessors_have_the_defaults_of_arkimaps()
    {
        var order = MapOrderJson.Read("""{"name": "a", "output": "a.png", "steps": [], "postprocess": [{"type": "quantize"}, {"type": "watermark", "message": "m", "font": "f", "x": 1, "y": 2}]}"""u8);
        order.Postprocess.ShouldBe([new Quantize(256, true), new Watermark("m", "f", 1, 2, 10, "la", "#fff0")]);
    }

    [Theory]
    [InlineData("""{"name": "a", "output": "a.png"}""", "steps")]
    [InlineData("""{"name": "a", "output": "a.png", "steps": [], "postproces": []}""", "postproces")]
    [InlineData("""{"name": "a", "output": "a.png", "steps": [], "page": {"x": [1, "a"]}}""", "A list has texts only, or numbers only")]
    [InlineData("""{"name": "a", "output": "a.png", "steps": [], "page": {"x": {}}}""", "A parameter is a text")]
    [InlineData("""{"name": "a", "output": "a.png", "steps": [], "page": {"x": 12345678901}}""", "has to fit in 32 bits")]
    [InlineData("""{"name": "a", "output": "a.png", "steps": [], "page": []}""", "an object of names and values")]
    [InlineData("""{"name": null, "output": "a.png", "steps": []}""", "name")]
    [InlineData("""{"name": "a", "output": "a.png", "steps": [null]}""", "is null")]
    [InlineData("""{"name": "a", "output": "a.png", "steps": [], "tiles": {"size": 256, "columns": 1, "pictures": [null]}}""", "is null")]
    [InlineData("""{"name": "a", "output": "a.png", "steps": [], "postprocess": [{"colors": 3}]}""", "type")]
    [InlineData("null", "is no order")]
    public void Text_that_is_no_order_is_refused(string text, string reason) =>
        Should.Throw<JsonException>(() => MapOrderJson.Read(Encoding.UTF8.GetBytes(text))).Message.ShouldContain(reason);

    [Fact]
    public void Place_where_reading_ended_is_told_as_people_count() =>
        Should.Throw<JsonException>(static () => MapOrderJson.Read("{\"name\": \"a\", \"output\": \"a.png\", \"steps\": [],\n \"page\": {\"x\": 12345678901}}"u8))
            .Message.ShouldBe("line 2, octet 27 ($.page): An integer has to fit in 32 bits.");
}
