using System.Net;
using Windrow.EndToEnd.Tests.Testing;

namespace Windrow.EndToEnd.Tests.Replaying;

/// <summary><c>windrow replay</c>: which inputs come again, what is made of them, and that production stays as it was.</summary>
public sealed class ReplayTests
{
    [Fact]
    public async Task Same_flow_makes_the_same_products_and_touches_nothing()
    {
        using var scene = await ReplayScene.Made(ReplayScene.With("told", "{type: publish, path: products/told.jsonl}"));
        var before = scene.Tree();
        var result = (await scene.Replay("r-1")).ShouldEndWith(0).Output;
        result.ShouldContain("equal          products/mean.grib");
        result.ShouldContain("equal          products/told.jsonl");
        result.ShouldContain("5 inputs replayed, 0 missing; compared with production: 7 equal, 0 near, 0 different, 0 only-there, 0 only-here, 0 not-compared");
        scene.Tree().ShouldBe(before);
        Directory.GetFiles(scene["r-1/flow"], "*.grib", SearchOption.AllDirectories).Length.ShouldBe(6, "the copies of inputs are removed");
        File.ReadAllBytes(scene["r-1/flow/products/mean.grib"]).ShouldBe(File.ReadAllBytes(scene["products/mean.grib"]));
    }

    [Fact]
    public async Task Changed_flow_shows_the_products_that_change()
    {
        using var scene = await ReplayScene.Made();
        scene.Write("changed/new.yaml", ReplayScene.Flow.Replace("- {type: select, match: {shortName: msl}}", "- {type: select, match: {shortName: msl, step: [6, 12]}}\n      - {type: scale, factor: 1.0001}\n      - {type: encode, format: grib}", StringComparison.Ordinal));
        var result = (await scene.Replay("r-1", "--flow", "changed/new.yaml", "--json")).ShouldEndWith(1).Json();
        result.GetProperty("same").GetBoolean().ShouldBeFalse();
        var verdicts = result.GetProperty("products").EnumerateArray().ToDictionary(static product => product.GetProperty("path").GetString()!, static product => product.GetProperty("verdict").GetString());
        verdicts.ShouldBe(new Dictionary<string, string?>
        {
            ["products/mean.grib"] = "equal",
            ["products/msl_0.grib"] = "only-there",
            ["products/msl_6.grib"] = "different",
            ["products/msl_12.grib"] = "different",
            ["products/msl_18.grib"] = "only-there",
            ["products/msl_24.grib"] = "only-there",
        }, ignoreOrder: true);
        var six = result.GetProperty("products").EnumerateArray().First(static product => product.GetProperty("path").GetString() == "products/msl_6.grib");
        six.GetProperty("worst").GetDouble().ShouldBe(10.3, 0.7, "a ten-thousandth of a pressure in Pa");
        six.GetProperty("text").GetString()!.ShouldContain("at point ");
        (await scene.Replay("r-2", "--flow", "changed/new.yaml", "--product", "products/msl_6.grib", "--relative", "2e-4")).ShouldEndWith(0).Output.ShouldContain("near           products/msl_6.grib");
    }

    [Fact]
    public async Task Overlay_is_for_the_replayed_flow_alone()
    {
        using var scene = await ReplayScene.Made();
        scene.Write("site.yaml", "plans: [{name: single, enable: false}]\n");
        (await scene.Replay("r-1", "--overlay", "site.yaml")).ShouldEndWith(1).Output.ShouldContain("1 equal, 0 near, 0 different, 5 only-there");
    }

    [Fact]
    public async Task Product_is_made_of_all_its_inputs()
    {
        using var scene = await ReplayScene.Made();
        var mean = (await scene.Replay("r-1", "--product", "products/mean.grib")).ShouldEndWith(0).Output;
        mean.ShouldContain("equal          products/mean.grib");
        mean.ShouldContain("4 inputs replayed");
        (await scene.Replay("r-2", "--input", "done/model_2026112000_000.grib")).ShouldEndWith(0).Output.ShouldContain("1 inputs replayed, 0 missing; compared with production: 1 equal");
        (await scene.Replay("r-3", "--input", "incoming/model_2026112000_012.grib")).ShouldEndWith(0).Output.ShouldContain("4 inputs replayed");
        (await scene.Replay("r-4", "--from", "2000-01-01", "--to", "2001-01-01")).ShouldEndWith(1).Error.ShouldContain("no product fits what was asked for");
        (await scene.Replay("r-5", "--from", "2000-01-01T00:00:00Z")).ShouldEndWith(0).Output.ShouldContain("6 equal");
    }

    [Fact]
    public async Task Missing_and_changed_inputs_are_told()
    {
        using var scene = await ReplayScene.Made();
        File.Delete(scene["done/model_2026112000_006.grib"]);
        await scene.Shell("touch done/model_2026112000_012.grib");
        var result = (await scene.Replay("r-1")).ShouldEndWith(1).Output;
        result.ShouldContain($"missing input  model {scene["incoming/model_2026112000_006.grib"]}: it is gone, also from '{scene["done/model_2026112000_006.grib"]}'");
        result.ShouldContain($"what is at '{scene["done/model_2026112000_012.grib"]}' now is another version");
        result.ShouldContain("not-compared   products/mean.grib: 2 of its 4 inputs are missing");
        result.ShouldContain("3 inputs replayed, 2 missing; compared with production: 3 equal, 0 near, 0 different, 0 only-there, 0 only-here, 3 not-compared");
    }

    [Fact]
    public async Task Flow_that_was_stopped_leaves_open_what_was_open()
    {
        using var scene = await ReplayScene.Begin(ReplayScene.Flow.Replace(", partial-windows: drop", "", StringComparison.Ordinal).Replace("mean.grib", "mean_{step}.grib", StringComparison.Ordinal)
            .Replace("flow: daily\n", "flow: daily\nsettings: {checkpoint-every: 1s}\n", StringComparison.Ordinal));
        File.Move(scene["incoming/model_2026112000_024.grib"], scene["late.grib"]);
        using (var run = WindrowProcess.Start(scene.Path, ["run", "flow.yaml"]))
        {
            await run.Until(() => File.Exists(scene["done/model_2026112000_018.grib"]) && File.Exists(scene["products/msl_18.grib"]), "the inputs to be done");
            run.Signal(15);
            (await run.Ended()).ShouldEndWith(0);
        }

        (await scene.Replay("r-1")).ShouldEndWith(0).Output.ShouldContain(" equal, 0 near, 0 different, 0 only-there, 0 only-here, 0 not-compared");
    }

    [Fact]
    public async Task Nothing_goes_to_the_outside()
    {
        using var listener = new HttpListener();
        var port = Random.Shared.Next(20_000, 60_000);
        listener.Prefixes.Add($"http://127.0.0.1:{port}/");
        listener.Start();
        var requests = 0;
        _ = Task.Run(
            async () =>
            {
                while (listener.IsListening)
                {
                    var context = await listener.GetContextAsync();
                    Interlocked.Increment(ref requests);
                    context.Response.StatusCode = 204;
                    context.Response.Close();
                }
            },
            TestContext.Current.CancellationToken);
        using var scene = await ReplayScene.Made(ReplayScene.With("told", "{type: select, match: {shortName: msl}}", $"{{type: post, url: 'http://127.0.0.1:{port}/'}}"));
        requests.ShouldBe(5);
        (await scene.Replay("r-1")).ShouldEndWith(0).Output.ShouldContain("kept inside    told/2:post: 5 messages that would have gone to the outside");
        requests.ShouldBe(5);
    }

    [Fact]
    public async Task Directory_and_question_have_to_be_right()
    {
        using var scene = await ReplayScene.Made();
        (await scene.Replay("done")).ShouldEndWith(1).Error.ShouldContain("is not empty; name one that is not there yet");
        (await scene.Replay("incoming/new")).ShouldEndWith(1).Error.ShouldContain("which the flow reads; name a directory elsewhere");
        (await scene.Replay("r-1", "--product", "products/none.grib")).ShouldEndWith(1).Error.ShouldContain("is neither a product that the flow's state knows nor an input");
        (await scene.Replay("r-1", "--from", "yesterday")).ShouldEndWith(2).Error.ShouldContain("write it as 2026-11-20T06:00:00Z");
        (await scene.Replay("r-1", "--against", "none")).ShouldEndWith(2).Error.ShouldContain("there is no directory 'none'");
        scene.Write("wrong.yaml", "plans: 3\n");
        (await scene.Replay("r-1", "--flow", "wrong.yaml")).ShouldEndWith(3);
        Directory.Exists(scene["r-1"]).ShouldBeFalse();
        (await scene.Run("replay", "model.yaml", "--into", "r-1")).ShouldEndWith(1).Error.ShouldContain("not stored is what these sources bring: generate (generate)");
    }
}
