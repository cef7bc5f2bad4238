using System.Text.Json;
using Windrow.EndToEnd.Tests.Testing;
using Windrow.Native.EcCodes;

namespace Windrow.EndToEnd.Tests.Maps;

/// <summary>Maps of a stream, drawn while it flows, with the real Magics.</summary>
public sealed class MapsWatchTests : IDisposable
{
    private const int Terminate = 15;

    private readonly MapsScene _scene = new();

    public void Dispose() => _scene.Dispose();

    [Fact]
    public async Task Map_is_drawn_while_the_stream_goes_on_and_the_rest_at_its_end()
    {
        var messages = await _scene.Messages();
        using var process = _scene.Watch("-");
        var input = process.Process.StandardInput.BaseStream;
        await input.WriteAsync(messages[0], TestContext.Current.CancellationToken);
        await input.FlushAsync(TestContext.Current.CancellationToken);
        await process.Until(() => _scene.Pictures.Length == 1, "the first map");
        _scene.Pictures.ShouldBe([MapsScene.Products[0]]);
        foreach (var message in messages[1..])
            await input.WriteAsync(message, TestContext.Current.CancellationToken);
        input.Close();
        var result = (await process.Ended()).ShouldEndWith(0);
        _scene.Pictures.ShouldBe(MapsScene.Products, ignoreOrder: true);
        Paths(result).ShouldBe(MapsScene.Products.Select(path => _scene.Scratch[$"maps/{path}"]), ignoreOrder: true);
        Directory.GetFiles(_scene.Scratch["maps"], ".*", SearchOption.AllDirectories).ShouldBeEmpty();
    }

    [Fact]
    public async Task Preferred_input_that_comes_later_amends_the_product()
    {
        var messages = await _scene.Messages();
        var (low, high) = (messages[1], messages[2]);
        var picture = _scene.Scratch[$"maps/{MapsScene.Products[8]}"];
        using var process = _scene.Watch("-");
        var input = process.Process.StandardInput.BaseStream;
        await input.WriteAsync(high, TestContext.Current.CancellationToken);
        await input.FlushAsync(TestContext.Current.CancellationToken);
        await process.Until(() => File.Exists(picture), "the map of the fallback");
        var first = await File.ReadAllBytesAsync(picture, TestContext.Current.CancellationToken);
        await input.WriteAsync(low, TestContext.Current.CancellationToken);
        await input.FlushAsync(TestContext.Current.CancellationToken);
        await process.Until(() => !File.ReadAllBytes(picture).AsSpan().SequenceEqual(first), "the map of the preferred input");
        input.Close();
        var result = (await process.Ended()).ShouldEndWith(0);
        Messages(result).Where(static message => message.GetProperty("recipe").GetString() == "air").Select(static message => message.GetProperty("revision").GetInt32()).ShouldBe([1, 2]);

        // What is drawn is not drawn again, and a repetition changes nothing.
        using var again = _scene.Watch("-");
        await again.Process.StandardInput.BaseStream.WriteAsync(high, TestContext.Current.CancellationToken);
        again.Process.StandardInput.Close();
        Messages((await again.Ended()).ShouldEndWith(0)).ShouldBeEmpty();
    }

    [Fact]
    public async Task Terminated_it_finishes_what_it_draws_and_the_next_run_draws_the_rest_once()
    {
        _scene.Arrive("forecast", await _scene.Messages());
        using var process = WindrowProcess.Start(_scene.Scratch.Path, ["maps", "watch", "in", "--grib", "--workers", "1"]);
        await process.Until(() => _scene.Pictures.Length > 0, "a map");
        process.Signal(Terminate);
        var first = (await process.Ended()).ShouldEndWith(0);
        using var next = _scene.Watch("in", "--once");
        var rest = (await next.Ended()).ShouldEndWith(0);
        Paths(first).Concat(Paths(rest)).ShouldBe(MapsScene.Products.Select(path => _scene.Scratch[$"maps/{path}"]), ignoreOrder: true);
        _scene.Pictures.ShouldBe(MapsScene.Products, ignoreOrder: true);
    }

    [Fact]
    public async Task Killed_again_and_again_it_ends_with_the_same_products_and_nothing_half_written()
    {
        var (random, messages) = (new Random(7), await _scene.Messages());
        _scene.Arrive("a", messages[..7]);
        var most = Environment.GetEnvironmentVariable("WINDROW_EXHAUSTIVE") == "1" ? 30 : 6;
        for (var kills = 0; kills < most; kills++)
        {
            using var process = _scene.Watch("in");
            var (before, enough) = (_scene.Pictures.Length, random.Next(3));
            if (kills == 2)
                _scene.Arrive("b", messages[7..]);
            // In dispatch and derivation, which are over in a moment, or in drawing.
            if (enough == 0)
                await process.Until(() => Directory.Exists(_scene.Scratch[".windrow/maps/pantry"]), "the pantry");
            else
                await process.Until(() => _scene.Pictures.Length >= Math.Min(before + enough, 10), "maps");
            process.Process.Kill();
            await process.Ended();
            foreach (var picture in _scene.Pictures)
                Convert.ToHexString(await File.ReadAllBytesAsync(_scene.Scratch[$"maps/{picture}"], TestContext.Current.CancellationToken)).ShouldEndWith("49454E44AE426082", Case.Sensitive, picture);
        }

        using var last = _scene.Watch("in", "--once");
        (await last.Ended()).ShouldEndWith(0);
        _scene.Pictures.ShouldBe(MapsScene.Products, ignoreOrder: true);
        Directory.GetFiles(_scene.Scratch["maps"], ".*", SearchOption.AllDirectories).ShouldBeEmpty();
        Directory.GetFiles(_scene.Scratch[".windrow/maps/pantry"], ".*").ShouldBeEmpty();
        using var none = _scene.Watch("in", "--once");
        Messages((await none.Ended()).ShouldEndWith(0)).ShouldBeEmpty();
    }

    [Fact]
    public async Task Message_of_a_picture_tells_tile_step_and_member()
    {
        const string shown = "params: {contour_shade: on, contour_shade_method: area_fill, contour_label: off, legend: on}";
        _scene.Scratch.Write("recipes/t2m.yaml", $"recipe: [{{step: add_basemap}}, {{step: add_grib, grib: t2m}}, {{step: add_contour, {shown}}}]");
        _scene.Scratch.Write("recipes/web.yaml", "flavours: [{name: web, recipes_filter: [t2m], tile: {zoom_min: 3, zoom_max: 3, lat_min: 42.0, lat_max: 50.0, lon_min: 1.0, lon_max: 30.0}}]");
        var message = (await _scene.Messages())[0];
        using var member = GribHandle.FromTemplate(message);
        member.SetLong("productDefinitionTemplateNumber", 1);
        member.SetLong("number", 3);
        _scene.Arrive("forecast", message, member.Message.ToArray());
        using var process = _scene.Watch("in", "--once", "--flavours", "web");
        var told = Messages((await process.Ended()).ShouldEndWith(0));
        told.Select(static one => (one.GetProperty("path").GetString()!.Split("/maps/")[1], Text(one, "step"), Text(one, "number"), $"{Text(one, "zoom")}/{Text(one, "x")}/{Text(one, "y")}")).ShouldBe(
        [
            ("2026-11-20T00:00:00/t2m_web+legend.png", null, null, "//"),
            ("2026-11-20T00:00:00/t2m_web+000/3/4/2.png", "PT0S", null, "3/4/2"),
            ("2026-11-20T00:00:00/t2m_web+000@003/3/4/2.png", "PT0S", "3", "3/4/2"),
        ], ignoreOrder: true);
    }

    [Fact]
    public async Task Worker_that_is_killed_costs_its_map_another_try_and_nobody_else_anything()
    {
        _scene.Arrive("forecast", await _scene.Messages());
        using var process = WindrowProcess.Start(_scene.Scratch.Path, ["maps", "watch", "in", "--grib", "--workers", "1", "--once"]);
        for (var maps = 1; maps <= 3; maps += 2)
        {
            await process.Until(() => _scene.Pictures.Length >= maps, "maps");
            var children = await File.ReadAllTextAsync($"/proc/{process.Process.Id}/task/{process.Process.Id}/children", TestContext.Current.CancellationToken);
            foreach (var child in children.Split(' ', StringSplitOptions.RemoveEmptyEntries))
                System.Diagnostics.Process.GetProcessById(int.Parse(child, System.Globalization.CultureInfo.InvariantCulture)).Kill();
        }

        var result = (await process.Ended()).ShouldEndWith(0);
        Paths(result).ShouldBe(MapsScene.Products.Select(path => _scene.Scratch[$"maps/{path}"]), ignoreOrder: true);
        Directory.GetFiles(_scene.Scratch["maps"], "*.order.json", SearchOption.AllDirectories).ShouldBeEmpty();
    }

    [Fact]
    public async Task Pantry_and_render_stand_among_other_actions_and_what_fails_is_a_dead_letter_with_its_command()
    {
        _scene.Arrive("forecast", await _scene.Messages());
        _scene.Scratch.Write("recipes/wrong.yaml", "recipe: [{step: add_basemap, params: {subpage_map_projection: flat}}, {step: add_grib, grib: t2m}, {step: add_contour}]");
        _scene.Scratch.Write("flow.yaml", """
            sources: [{type: watch, path: in, read: grib}]
            plans:
              - name: maps
                actions:
                  - {type: select, match: {shortName: [2t, tp]}}
                  - {type: pantry, recipes: recipes, path: pantry}
                  - {type: set, values: {office: Bologna}}
                  - {type: render, output: maps, workers: 2, stage: {queue: durable, workers: 2, key: [product]}}
                  - {type: publish, path: products.jsonl}
            """);
        var result = (await WindrowProcess.Run(_scene.Scratch.Path, "run", "flow.yaml", "--once")).ShouldEndWith(5);
        string[] expected = [.. MapsScene.Products[..3], .. MapsScene.Products[6..8], MapsScene.Products[11]];
        _scene.Pictures.ShouldBe(expected, ignoreOrder: true);
        var told = _scene.Scratch.Lines("products.jsonl").Select(static line => JsonDocument.Parse(line).RootElement.GetProperty("metadata")).ToList();
        told.Select(static one => one.GetProperty("path").GetString()).ShouldBe(expected.Select(path => _scene.Scratch[$"maps/{path}"]), ignoreOrder: true);
        told.ShouldAllBe(static one => one.GetProperty("office").GetString() == "Bologna");
        result.Error.ShouldContain("'flat' is no projection");
        result.Error.ShouldContain("windrow maps draw");

        // Dead is done: it is for whoever corrects it to retry it.
        (await WindrowProcess.Run(_scene.Scratch.Path, "run", "flow.yaml", "--once")).Error.ShouldContain("4:render             in 0");
    }

    [Fact]
    public async Task Machine_that_cannot_draw_is_told_before_anything_is_read()
    {
        using var process = WindrowProcess.Start(_scene.Scratch.Path, ["maps", "watch", "-", "--grib"], ("MAGPLUS_HOME", _scene.Scratch.Path));
        (await process.Ended()).ShouldEndWith(3).Error.ShouldContain("no coastlines");
        Directory.Exists(_scene.Scratch[".windrow"]).ShouldBeFalse();
    }

    private static string? Text(JsonElement message, string key) => message.TryGetProperty(key, out var value) ? value.ToString() : null;

    private static IEnumerable<string?> Paths(Result result) => Messages(result).Select(static message => message.GetProperty("path").GetString());

    private static List<JsonElement> Messages(Result result) =>
        [.. result.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(static line => JsonDocument.Parse(line).RootElement.GetProperty("metadata"))];
}
