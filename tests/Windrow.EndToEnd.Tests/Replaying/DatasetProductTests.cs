using Windrow.EndToEnd.Tests.Testing;

namespace Windrow.EndToEnd.Tests.Replaying;

/// <summary>Fields in data sets and databases are products as files are: known, replayed, backfilled and made anew one by one.</summary>
public sealed class DatasetProductTests
{
    private const string Flow = """
        flow: sets
        sources:
          - {type: watch, name: model, path: incoming, pattern: "model_{start_time:%Y%m%d%H}_{step:03d}.grib", quiet: 1ms, done: move, move-to: done}
        plans:
          - name: nc
            expect: {product: "out/{date}.nc", every: 1h}
            actions: [{type: netcdf, path: "out/{dataDate}.nc"}]
          - name: zarr
            actions: [{type: zarr, path: "out/{dataDate}.zarr", zarr-format: FORMAT}]
          - name: text
            actions: [{type: publish, path: out/log.jsonl}]
        """;

    [Theory]
    [InlineData("2")]
    [InlineData("3")]
    public async Task Fields_of_data_sets_are_known_one_by_one_and_a_late_input_is_added(string format)
    {
        using var scene = await ReplayScene.Begin(Flow.Replace("FORMAT", format, StringComparison.Ordinal));
        File.Move(scene["incoming/model_2026112000_012.grib"], scene["late.grib"]);
        (await scene.Run("run", "flow.yaml", "--once", "--quiet")).ShouldEndWith(0);
        Parts(await scene.Run("products", "flow.yaml", "--json"), ".nc").Count.ShouldBe(8);
        var why = (await scene.Run("why", "out/20261120.zarr", "--part", "t2m?time=2026-11-20T06:00:00Z*")).ShouldEndWith(0).Output;
        why.ShouldContain("part           t2m[time=2026-11-20T06:00:00Z,heightAboveGround=2]");
        why.ShouldContain("model_2026112000_006.grib");
        why.ShouldNotContain("model_2026112000_018.grib");
        (await scene.Run("why", "out/20261120.nc", "--part", "nothing")).ShouldEndWith(1).Error.ShouldContain("no flow is known that made the part 'nothing'");

        File.Move(scene["late.grib"], scene["incoming/model_2026112000_012.grib"]);
        var late = (await scene.Run("backfill", "flow.yaml", "--from", "2026-11-20", "--to", "2026-11-21")).ShouldEndWith(0).Output;
        late.ShouldContain("1 inputs to bring in; 5 are in the range");
        late.ShouldNotContain("(expect)", Case.Sensitive, "what the engine makes itself is no input");
        Parts(await scene.Run("products", "flow.yaml", "--json"), ".nc").Count.ShouldBe(10);
        Parts(await scene.Run("products", "flow.yaml", "--json"), ".zarr").Count.ShouldBe(10);
        (await scene.Run("backfill", "flow.yaml", "--from", "2026-11-20")).ShouldEndWith(0).Output.ShouldContain("0 inputs to bring in");

        // The product is the one file, however many fields come into it.
        (await scene.Run("missing", "flow.yaml", "--all")).Output.ShouldNotContain("duplicate");
    }

    [Fact]
    public async Task Again_makes_only_the_fields_of_that_input_anew_and_a_replay_compares_values()
    {
        using var scene = await ReplayScene.Made(Flow.Replace("FORMAT", "3", StringComparison.Ordinal));
        var again = (await scene.Run("backfill", "flow.yaml", "--input", "done/model_2026112000_012.grib", "--again")).ShouldEndWith(0).Output;
        again.ShouldContain("1 inputs to bring in");
        again.ShouldContain($"anew     {scene["out/20261120.zarr"]} msl[time=2026-11-20T12:00:00Z]");
        var runs = (await scene.Run("products", "flow.yaml", "--json", "--most", "1000")).ShouldEndWith(0).Output.Split('\n', StringSplitOptions.RemoveEmptyEntries)
            .Where(static line => line.Contains(".nc\"", StringComparison.Ordinal)).ToLookup(static line => line.Contains("\"run\":2", StringComparison.Ordinal));
        runs[true].Count().ShouldBe(2);
        runs[false].Count().ShouldBe(8);

        (await scene.Replay("r-same")).ShouldEndWith(0).Output.ShouldContain("equal          out/20261120.zarr");
        scene.Write("changed.yaml", File.ReadAllText(scene["flow.yaml"]).Replace("[{type: zarr", "[{type: select, match: {shortName: msl}}, {type: zarr", StringComparison.Ordinal));
        var other = (await scene.Replay("r-other", "--flow", "changed.yaml")).ShouldEndWith(1).Output;
        other.ShouldContain("different      out/20261120.zarr: the arrays are others");
        other.ShouldContain("equal          out/20261120.nc");
    }

    [Fact]
    public async Task Maps_are_known_by_their_inputs_and_compared()
    {
        using var scene = await ReplayScene.Begin($$"""
            flow: maps
            sources: [{type: watch, path: incoming, pattern: "model_{start_time:%Y%m%d%H}_{s:03d}.grib", read: grib, quiet: 1ms}]
            plans:
              - name: maps
                actions:
                  - {type: select, match: {shortName: 2t} }
                  - {type: pantry, recipes: {{Repository.Root}}/examples/recipes, flavours: [world], path: pantry}
                  - {type: render, output: maps}
                  - {type: "null"}
            """);
        (await scene.Run("run", "flow.yaml", "--once", "--quiet")).ShouldEndWith(0);
        var pictures = Directory.GetFiles(scene["maps"], "*.png", SearchOption.AllDirectories);
        pictures.Length.ShouldBeGreaterThanOrEqualTo(5);

        // The pantry keeps what they are drawn from, and is known to have it from the sources.
        var why = (await scene.Run("why", pictures[0], "--flow", "flow.yaml")).ShouldEndWith(0).Output;
        why.ShouldContain("by             maps/3:render");
        why.ShouldContain("made 20");
        why.ShouldContain($"watch {scene["incoming"]}/model_");
        (await scene.Replay("r-all")).ShouldEndWith(0).Output.Split('\n').Count(static line => line.StartsWith("equal", StringComparison.Ordinal) && line.EndsWith(".png", StringComparison.Ordinal)).ShouldBe(pictures.Length);
        string[] inputs = [.. Directory.GetFiles(scene["incoming"]).SelectMany(static path => new[] { "--input", path })];
        (await scene.Replay("r-same", inputs)).ShouldEndWith(0).Output.Split('\n').Count(static line => line.StartsWith("equal", StringComparison.Ordinal) && line.EndsWith(".png", StringComparison.Ordinal)).ShouldBe(pictures.Length);

        // One picture is another one now.
        File.Copy(pictures[0], pictures[1], overwrite: true);
        (await scene.Replay("r-other", inputs)).ShouldEndWith(1).Output.ShouldContain("different      " + Path.GetRelativePath(scene.Path, pictures[1]));
    }

    [Fact]
    public async Task Killed_backfill_is_gone_on_with_and_nothing_is_there_twice()
    {
        // Many messages, so that it is killed in their midst; files that are added to are those that would have it twice.
        using var scene = await ReplayScene.Begin("""
            flow: lines
            sources: [{type: watch, name: in, path: lines, read: lines, quiet: 1ms}]
            plans:
              - name: all
                actions: [{type: publish, path: out.jsonl}]
            """);
        const int Files = 40, Lines = 2_000;
        for (var file = 0; file < Files; file++)
            scene.Write($"lines/{file:00}.jsonl", string.Concat(Enumerable.Range(0, Lines).Select(line => $"{{\"n\": {(file * Lines) + line}}}\n")));
        for (var kill = 0; kill < 3; kill++)
        {
            var before = Length(scene["out.jsonl"]);
            using var backfill = WindrowProcess.Start(scene.Path, ["backfill", "flow.yaml", "--from", "2020-01-01"]);
            await backfill.Until(() => Length(scene["out.jsonl"]) > before + 100_000 || backfill.Process.HasExited, "the backfill to write");
            backfill.Process.Kill();
            await backfill.Ended();
        }

        // Another range is asked for; what was begun is finished all the same.
        var result = (await scene.Run("backfill", "flow.yaml", "--from", "2020-01-01", "--to", "2020-01-02")).ShouldEndWith(0).Output;
        result.ShouldContain("a backfill that did not come to its end was about it");
        var numbers = File.ReadAllLines(scene["out.jsonl"]).Select(static line => System.Text.Json.JsonDocument.Parse(line).RootElement.GetProperty("metadata").GetProperty("n").GetInt32()).ToList();
        numbers.Count.ShouldBe(Files * Lines);
        numbers.Distinct().Count().ShouldBe(Files * Lines);
        (await scene.Run("backfill", "flow.yaml", "--from", "2020-01-01")).ShouldEndWith(0).Output.ShouldContain("0 inputs to bring in");
        Directory.Exists(scene[".windrow/lines.backfill"]).ShouldBeFalse();
    }

    [Fact]
    public async Task Empty_range_and_range_without_input_do_nothing_and_say_so()
    {
        using var scene = await ReplayScene.Made();
        var before = scene.Tree();
        (await scene.Run("backfill", "flow.yaml", "--from", "2026-11-20", "--to", "2026-11-20")).ShouldEndWith(2).Error.ShouldContain("--from is not before --to");
        (await scene.Run("backfill", "flow.yaml", "--from", "1999-01-01", "--to", "1999-02-01")).ShouldEndWith(0).Output.ShouldContain("0 inputs to bring in; 0 are in the range");
        (await scene.Run("backfill", "flow.yaml", "--input", "gone.grib", "--again")).ShouldEndWith(1).Error.ShouldContain("is no input of the flow's sources, or is gone");
        (await scene.Run("replay", "flow.yaml", "--into", "r-none", "--from", "1999-01-01", "--to", "1999-02-01")).ShouldEndWith(1).Error.ShouldContain("there is nothing to replay");
        scene.Tree().ShouldBe(before);
    }

    private static List<string> Parts(Result products, string ending) =>
        [.. products.ShouldEndWith(0).Output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Where(line => line.Contains($"{ending}\"", StringComparison.Ordinal) && line.Contains("\"part\":", StringComparison.Ordinal)).Distinct()];

    private static long Length(string path) => File.Exists(path) ? new FileInfo(path).Length : 0;
}
