using System.Buffers.Binary;
using Windrow.EndToEnd.Tests.Testing;

namespace Windrow.EndToEnd.Tests.Maps;

/// <summary>From GRIB messages to pictures, by the command line and with the real Magics.</summary>
public sealed class MapsProcessTests : IAsyncLifetime
{
    private readonly Scratch _scratch = new();

    public async ValueTask InitializeAsync()
    {
        await SmallForecast.WriteTo(_scratch);
        _scratch.Write("recipes/snow.yaml", "recipe: [{step: add_grib, grib: sn}]");
    }

    public ValueTask DisposeAsync()
    {
        _scratch.Dispose();
        return ValueTask.CompletedTask;
    }

    [Fact]
    public async Task Maps_of_messages_and_of_derived_inputs_are_drawn_and_nothing_else()
    {
        var result = (await Run("maps", "process", "forecast.grib", "--grib", "-o", "maps", "--workers", "1")).ShouldEndWith(0);
        string[] expected = [.. SmallForecast.Pictures.Select(static picture => $"maps/{picture}")];
        Pictures().ShouldBe(expected, ignoreOrder: true);
        result.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Order(StringComparer.Ordinal).ShouldBe(expected.Select(path => _scratch[path]).Order(StringComparer.Ordinal));
        result.Error.ShouldContain("8 of 8 maps drawn");
        foreach (var picture in expected)
            File.ReadAllBytes(_scratch[picture]).Length.ShouldBeGreaterThan(2_000, picture);
        Directory.GetFiles(_scratch["maps"], ".*", SearchOption.AllDirectories).ShouldBeEmpty();
    }

    [Fact]
    public async Task Tiled_flavour_gives_tiles_and_a_legend_for_each_run()
    {
        _scratch.Write("recipes/inputs.yaml", SmallForecast.Common + "\n  - {name: web, recipes_filter: [tiles/*], tile: {zoom_min: 3, zoom_max: 4, lat_min: 40, lat_max: 58, lon_min: 1, lon_max: 29}}");
        _scratch.Write("recipes/tiles/t2m.yaml", "recipe: [{step: add_basemap}, {step: add_grib, grib: t2m}, {step: add_contour, params: {contour_shade: on, contour_shade_method: area_fill, legend: on}}]");
        (await Run("maps", "process", "forecast.grib", "--grib", "--flavours", "web", "-o", "maps", "--workers", "1")).ShouldEndWith(0);
        string[] tiles = ["3/4/2.png", "3/4/3.png", "4/8/4.png", "4/8/5.png", "4/8/6.png", "4/9/4.png", "4/9/5.png", "4/9/6.png"];
        Pictures().ShouldBe([.. new[] { "000", "006", "012" }.SelectMany(step => tiles.Select(tile => $"maps/2026-11-20T00:00:00/tiles/t2m_web+{step}/{tile}")), "maps/2026-11-20T00:00:00/tiles/t2m_web+legend.png"], ignoreOrder: true);
    }

    [Fact]
    public async Task Dispatch_and_render_are_apart_and_what_is_there_is_not_computed_again()
    {
        (await Run("maps", "dispatch", "work", "forecast.grib", "--grib")).ShouldEndWith(0).Error.ShouldContain("9 accepted");
        Directory.GetFiles(_scratch["work/pantry"]).Length.ShouldBe(9);
        (await Run("maps", "render", "work", "-o", "maps", "--workers", "2")).ShouldEndWith(0).Error.ShouldContain("5 inputs computed, 8 maps");
        (await Run("maps", "dispatch", "work", "forecast.grib", "--grib")).ShouldEndWith(0);
        (await Run("maps", "render", "work", "-o", "maps", "--workers", "2")).ShouldEndWith(0).Error.ShouldContain("0 inputs computed, 8 maps");
    }

    [Fact]
    public async Task File_of_the_pantry_that_is_no_grib_costs_what_would_be_made_of_it()
    {
        (await Run("maps", "dispatch", "work", "forecast.grib", "--grib")).ShouldEndWith(0);
        _scratch.Write("work/pantry/t850_2026_11_20_0_0_0+6.grib", "this is no GRIB message");
        var result = await Run("maps", "render", "work", "-o", "maps", "--workers", "1");
        result.ShouldEndWith(0).Error.ShouldContain("t850_2026_11_20_0_0_0+6.grib");
        Pictures().Length.ShouldBe(7);
    }

    [Fact]
    public async Task Damaged_message_costs_itself_only_and_is_told()
    {
        var bytes = await File.ReadAllBytesAsync(_scratch["forecast.grib"], TestContext.Current.CancellationToken);
        await File.WriteAllBytesAsync(_scratch["forecast.grib"], bytes[..^100], TestContext.Current.CancellationToken);
        var result = (await Run("maps", "process", "forecast.grib", "--grib", "-o", "maps", "--workers", "1")).ShouldEndWith(5);
        result.Error.ShouldContain("forecast.grib@");
        Pictures().Length.ShouldBeInRange(6, 7);
    }

    [Fact]
    public async Task Each_of_several_damages_in_a_stream_costs_its_own_message_and_is_told_with_its_place()
    {
        (await Run("run", "generate.yaml", "--once", "--quiet")).ShouldEndWith(0);
        var messages = MessagesOf(await File.ReadAllBytesAsync(_scratch["forecast.grib"], TestContext.Current.CancellationToken));
        messages.Count.ShouldBe(9);
        var (cut, huge, torn) = (messages[2][..^20], messages[4].ToArray(), messages[7].ToArray());
        // A length beyond the end of the stream; and a section 3, the grid, that says it is longer than the message.
        BinaryPrimitives.WriteUInt64BigEndian(huge.AsSpan(8), 1UL << 40);
        BinaryPrimitives.WriteUInt32BigEndian(torn.AsSpan(torn.AsSpan().IndexOf((ReadOnlySpan<byte>)[0, 0, 0, 72, 3])), 1 << 30);
        var garbage = new byte[10_000];
        new Random(4).NextBytes(garbage);
        byte[][] stream = [garbage, messages[0], messages[1], cut, messages[3], huge, "GRIB"u8.ToArray(), messages[5], garbage, messages[6], torn, messages[8], "GRIB\0\0\0\u0002"u8.ToArray()];
        await File.WriteAllBytesAsync(_scratch["forecast.grib"], [.. stream.SelectMany(static part => part)], TestContext.Current.CancellationToken);

        var result = (await Run("maps", "process", "forecast.grib", "--grib", "-o", "maps", "--workers", "1")).ShouldEndWith(5);
        // Whole are: 2t and t at 0 h, 2t and tp at 6 h, 2t and tp at 12 h; rain needs no more.
        Pictures().Select(static path => Path.GetFileNameWithoutExtension(path)).ShouldBe(["t2m+000", "t2m+006", "t2m+012", "warm+000", "rain+006", "rain+012"], ignoreOrder: true);
        foreach (var place in new[] { stream[..3].Sum(static part => part.Length), stream[..5].Sum(static part => part.Length), stream[..10].Sum(static part => part.Length) })
            result.ErrorLines.Count(line => line.Contains($"forecast.grib@{place}: ", StringComparison.Ordinal)).ShouldBe(1, result.Error);
    }

    private static List<byte[]> MessagesOf(byte[] stream)
    {
        var messages = new List<byte[]>();
        for (var at = 0; at < stream.Length; at += messages[^1].Length)
            messages.Add(stream.AsSpan(at, (int)BinaryPrimitives.ReadUInt64BigEndian(stream.AsSpan(at + 8))).ToArray());
        return messages;
    }

    [Fact]
    public async Task Derived_input_that_cannot_be_computed_costs_its_own_maps_only()
    {
        _scratch.Write("recipes/inputs.yaml", SmallForecast.Common.Replace("expr: \"warm = t2m - t850 + 273.15\"", "expr: \"warm = t2m - nothing\"", StringComparison.Ordinal));
        var result = (await Run("maps", "process", "forecast.grib", "--grib", "-o", "maps", "--flavours", "default,default", "--workers", "1")).ShouldEndWith(0);
        result.Error.ShouldContain("warm: ");
        result.Error.ShouldContain("nothing");
        Pictures().Length.ShouldBe(5);
        result.Error.ShouldContain("5 of 5 maps drawn");
    }

    [Fact]
    public async Task Unknown_flavour_is_told_before_anything_is_read()
    {
        (await Run("maps", "process", "no-such-file", "--grib", "-o", "maps", "--flavours", "defalt")).ShouldEndWith(3).Error.ShouldContain("did you mean 'default'?");
        Directory.Exists(_scratch["maps"]).ShouldBeFalse();
    }

    private string[] Pictures() => [.. Directory.GetFiles(_scratch["maps"], "*.png", SearchOption.AllDirectories).Select(path => Path.GetRelativePath(_scratch.Path, path))];

    private Task<Result> Run(params string[] arguments) => WindrowProcess.Run(_scratch.Path, arguments);
}
