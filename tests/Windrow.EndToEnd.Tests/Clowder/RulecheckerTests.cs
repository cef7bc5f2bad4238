using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using RabbitMQ.Client;
using Windrow.EndToEnd.Tests.Testing;
using Windrow.Events.Tests.Amqp;
using Windrow.Events.Tests.Clowder;
using Windrow.Testing.Servers;

namespace Windrow.EndToEnd.Tests.Clowder;

/// <summary>
/// An existing rulechecker: its map, and its rules in the published interface, run unmodified. The rules here have the defects of the published ones: they judge by what
/// they have read before they add, and fire again for whatever comes later.
/// </summary>
public sealed class RulecheckerTests(RabbitServer server)
{
    private const string Target = "terra.geotiff.fieldmosaic";
    private const string Queue = "ncsa.rulechecker.terra";

    private const string Rules = """
        import json
        import os

        from rule_utils import retrieveProgressFromDB, submitProgressToDB

        ENOUGH = int(os.environ["ENOUGH"])


        def dayMosaic(extractor, connector, host, secret_key, resource, rulemap):
            sensor, _, time = resource["name"].partition(" - ")
            day = time.partition("__")[0]
            target = None
            for file in resource["files"]:
                if file["filename"].endswith("_left.tif"):
                    target = file
            results = {}
            for name in rulemap["extractors"]:
                results[name] = {"process": False, "parameters": {}}
                if target is None:
                    continue
                key = "Full Field -- " + sensor + " - " + day
                known = retrieveProgressFromDB(key).get("ids", {})
                count = len(known)
                if target["id"] not in known:
                    submitProgressToDB("Full Field", name, key, target["id"], target["filename"])
                    count += 1
                if count < ENOUGH:
                    continue
                expected = len(os.listdir(os.path.join("raw", day)))
                if len(known) / expected < 1:
                    continue
                paths = day + "_file_paths.json"
                with open(paths, "w") as out:
                    out.write(json.dumps(sorted(known.values())))
                results[name] = {"process": True, "parameters": {"output_dataset": "Full Field - " + day, "file_paths": paths}}
            return results
        """;

    [Theory]
    [InlineData("one event each", 100, false, false, 0)]
    [InlineData("two events each, in order", 100, true, false, 0)]
    [InlineData("two events each, shuffled", 100, true, true, 0)]
    [InlineData("shuffled, killed in the middle", 100, true, true, 1)]
    [InlineData("in order, killed twice", 150, true, false, 2)]
    [InlineData("shuffled, killed three times", 150, true, true, 3)]
    public async Task Set_fires_once_with_all_members(string scenario, int datasets, bool isDoubled, bool isShuffled, int kills)
    {
        using var clowder = new TestClowder();
        var vhost = await server.NewVhostAsync();
        await using var broker = await TestBroker.Connect(vhost);
        await broker.Queue(Queue);
        await broker.Queue(Target);
        using var scratch = Scene(datasets);
        var events = new List<(int Dataset, string File)>();
        for (var i = 0; i < datasets; i++)
        {
            (clowder.Files[$"l{i}"], clowder.Files[$"r{i}"]) = (($"{i}_left.tif", [], null), ($"{i}_right.tif", [], null));
            clowder.Datasets[$"d{i}"] = ($"RGB GeoTIFFs - 2018-06-03__10-{i}", [$"l{i}", $"r{i}"]);
            events.Add((i, $"l{i}"));
            if (isDoubled)
                events.Add((i, $"r{i}"));
        }

        var order = isShuffled ? [.. events.OrderBy(static each => $"{each.Dataset * 7919 % 1009} {each.File}", StringComparer.Ordinal)] : events;
        foreach (var (dataset, file) in order)
            await Send(broker, clowder, $"d{dataset}", file);

        var random = new Random(kills);
        for (var kill = 0; kill <= kills; kill++)
        {
            using var run = WindrowProcess.Start(scratch.Path, ["run", "rules.yaml"], ("WINDROW_SECRET_BROKER", vhost.Uri), ("ENOUGH", datasets.ToString(CultureInfo.InvariantCulture)));
            var before = clowder.Requests.Count;
            if (kill < kills)
            {
                await run.Until(() => clowder.Requests.Count > before + random.Next(60, 120), "some are judged");
                run.Signal(9);
                await run.Ended();
                continue;
            }

            for (var left = 1200; left > 0 && (await vhost.Queues())[Queue] != (0, 0); left--)
                await Task.Delay(50, TestContext.Current.CancellationToken);
            run.Signal(15);
            (await run.Ended()).ShouldEndWith(0).Error.ShouldNotContain(TestClowder.Key);
        }

        var triggers = await broker.Take(Target);
        triggers.Count.ShouldBe(1, scenario);
        var body = JsonNode.Parse(triggers[0].Body)!;
        body["rulechecked"]!.GetValue<bool>().ShouldBeTrue();
        body["secretKey"]!.ToString().ShouldBe(TestClowder.Key);
        body["parameters"]!.ToJsonString().ShouldBe("""{"file_paths":"2018-06-03_file_paths.json","output_dataset":"Full Field - 2018-06-03"}""");
        triggers[0].Properties.ReplyTo.ShouldBe("clowder.abc");
        JsonNode.Parse(scratch.Read("2018-06-03_file_paths.json"))!.AsArray().Select(static each => each!.ToString()).ShouldBe(
            Enumerable.Range(0, datasets).Select(static i => $"{i}_left.tif").Order(StringComparer.Ordinal));
        await vhost.DeleteAsync();
    }

    [Theory]
    [InlineData("ignore", 1)]
    [InlineData("amend", 2)]
    public async Task Members_that_come_late_are_ignored_or_make_the_set_fire_again(string late, int triggers)
    {
        using var clowder = new TestClowder();
        var vhost = await server.NewVhostAsync();
        await using var broker = await TestBroker.Connect(vhost);
        await broker.Queue(Queue);
        await broker.Queue(Target);
        using var scratch = Scene(3);
        scratch.Write("rules.yaml", scratch.Read("rules.yaml").Replace("timeout: 60s", $"late: {late}", StringComparison.Ordinal));
        for (var i = 0; i < 4; i++)
        {
            clowder.Files[$"l{i}"] = ($"{i}_left.tif", [], null);
            clowder.Datasets[$"d{i}"] = ($"RGB GeoTIFFs - 2018-06-03__10-{i}", [$"l{i}"]);
        }

        using var run = WindrowProcess.Start(scratch.Path, ["run", "rules.yaml"], ("WINDROW_SECRET_BROKER", vhost.Uri), ("ENOUGH", "3"));
        for (var i = 0; i < 3; i++)
            await Send(broker, clowder, $"d{i}", $"l{i}");
        var first = (await broker.Take(Target, 1)).ShouldHaveSingleItem();
        scratch.Write("raw/2018-06-03/3", "");
        await Send(broker, clowder, "d3", "l3");
        await Send(broker, clowder, "d0", "again"); // a member that is known
        for (var left = 600; left > 0 && (await vhost.Queues())[Queue] != (0, 0); left--)
            await Task.Delay(50, TestContext.Current.CancellationToken);
        run.Signal(15);
        (await run.Ended()).ShouldEndWith(0);
        (1 + (await broker.Take(Target)).Count).ShouldBe(triggers, first);
        JsonNode.Parse(scratch.Read("2018-06-03_file_paths.json"))!.AsArray().Count.ShouldBe(2 + triggers);
        await vhost.DeleteAsync();
    }

    [Fact]
    public async Task Totals_over_all_sets_of_a_group_are_told_after_a_restart_too()
    {
        using var clowder = new TestClowder();
        var vhost = await server.NewVhostAsync();
        await using var broker = await TestBroker.Connect(vhost);
        await broker.Queue(Queue);
        await broker.Queue(Target);
        using var scratch = Scene(1);
        scratch.Write("rules.py", """
            from rule_utils import *


            def dayMosaic(extractor, connector, host, secret_key, resource, rulemap):
                scan = "Plant Height PLYs -- scanner3DTop - 2018-06-03 (" + resource["name"] + ")"
                submitProgressToDB("Plant Height", "x", scan, resource["triggering_file"], "path")
                total = retrieveQueryCountsFromDB("Plant Height PLYs -- scanner3DTop - 2018-06-03")["total"]
                return {name: {"process": total == 4, "parameters": {"total": total}} for name in rulemap["extractors"]}
            """);
        (clowder.Datasets["d0"], clowder.Datasets["d1"]) = (("scan A", []), ("scan B", []));
        for (var part = 0; part < 2; part++)
        {
            using var run = WindrowProcess.Start(scratch.Path, ["run", "rules.yaml"], ("WINDROW_SECRET_BROKER", vhost.Uri));
            for (var i = 0; i < 2; i++)
                await Send(broker, clowder, $"d{i}", $"f{part}{i}", $"f{part}{i}");
            await run.Until(() => clowder.Requests.Count >= 4 * (part + 1), "the events are judged");
            for (var left = 600; left > 0 && (await vhost.Queues())[Queue] != (0, 0); left--)
                await Task.Delay(50, TestContext.Current.CancellationToken);
            run.Signal(15);
            (await run.Ended()).ShouldEndWith(0);
        }

        JsonNode.Parse((await broker.Take(Target)).ShouldHaveSingleItem().Body)!["parameters"]!.ToJsonString().ShouldBe("""{"total":4}""");
        await vhost.DeleteAsync();
    }

    [Fact]
    public async Task What_is_wrong_with_the_files_is_told_before_anything_runs()
    {
        using var scratch = new Scratch();
        scratch.Write("rules.py", "def other(a):\n    pass\n");
        scratch.Write("rule_extractor_map.json", """
            {
              "dayMosaic": {"extractors": {"a": {"extract_level": "day"}}},
              "other": {"extractors": {}}
            }
            """);
        scratch.Write("flow.yaml", """
            sources: [{type: lines, path: x}]
            plans: [{actions: [{type: rulechecker, map: rule_extractor_map.json}, {type: "null"}]}]
            """);
        var check = await WindrowProcess.Run(scratch.Path, "check", "flow.yaml");
        check.ExitCode.ShouldBe(1);
        check.Error.ShouldContain("rule_extractor_map.json:2:");
        check.Error.ShouldContain("'day' is no level");
        check.Error.ShouldContain("the rule 'other' decides about no extractor");
        check.Error.ShouldContain("has no function 'dayMosaic'");
    }

    [Fact]
    public async Task Map_alone_runs_with_what_pyclowder_takes_from_its_environment()
    {
        using var clowder = new TestClowder();
        var vhost = await server.NewVhostAsync();
        await using var broker = await TestBroker.Connect(vhost);
        await broker.Queue(Target);
        await broker.Queue("clowder.abc");
        await broker.Exchange("extractors", "fanout");
        await broker.Queue("registry");
        await broker.Bind("registry", "extractors");
        using var scratch = Scene(2);
        for (var i = 0; i < 2; i++)
        {
            clowder.Files[$"l{i}"] = ($"{i}_left.tif", [], null);
            clowder.Datasets[$"d{i}"] = ($"RGB GeoTIFFs - 2018-06-03__10-{i}", [$"l{i}"]);
        }

        // Another address than the one that events name; a private extractor; an exchange of an older server.
        (string, string)[] variables =
        [
            ("RABBITMQ_URI", vhost.Uri), ("RABBITMQ_EXCHANGE", "terra"), ("CLOWDER_URL", $"{clowder.Host}/"), ("EXTRACTOR_KEY", "k1"), ("CLOWDER_EMAIL", "a@example.org"), ("HEARTBEAT", "60"), ("ENOUGH", "2"),
        ];
        using var show = WindrowProcess.Start(scratch.Path, ["check", "rule_extractor_map.json", "--show"], variables);
        var shown = (await show.Ended()).ShouldEndWith(0);
        shown.Output.ShouldContain("uri: \"${secret:rabbitmq_uri}\"");
        shown.Output.ShouldContain("register-every: 60s");
        shown.ToString().ShouldNotContain(vhost.Uri);
        using var run = WindrowProcess.Start(scratch.Path, ["run", "rule_extractor_map.json"], variables);
        var beat = JsonNode.Parse((await broker.Take("registry", 1))[0])!;
        beat["queue"]!.ToString().ShouldBe($"private.k1.{Queue}");
        beat["owner"]!.ToString().ShouldBe("a@example.org");
        for (var i = 0; i < 2; i++)
        {
            var body = $$"""{"id":"l{{i}}","datasetId":"d{{i}}","jobid":"j{{i}}","host":"http://127.0.0.1:9","secretKey":"{{TestClowder.Key}}","routing_key":"clowder.dataset.file.added","activity":"added"}""";
            await broker.Publish("terra.dataset.file.added", Encoding.UTF8.GetBytes(body), new BasicProperties { Persistent = true, ReplyTo = "clowder.abc" }, exchange: "terra");
        }

        JsonNode.Parse((await broker.Take(Target, 1))[0])!["parameters"]!["output_dataset"]!.ToString().ShouldBe("Full Field - 2018-06-03");
        run.Signal(15);
        (await run.Ended()).ShouldEndWith(0).Error.ShouldNotContain(TestClowder.Key);
        await vhost.DeleteAsync();
    }

    [Theory]
    [InlineData("RABBITMQ_URI", "amqp:broker", "RABBITMQ_URI:1:1: error", "it names no host")]
    [InlineData("HEARTBEAT", "often", "HEARTBEAT: error", "no number of seconds")]
    [InlineData("EXTRACTOR_KEY", "k1", "EXTRACTOR_KEY: error", "write both 'private-key' and 'owner'")]
    public async Task Variable_that_is_wrong_is_named(string name, string value, string where, string what)
    {
        using var scratch = Scene(1);
        using var run = WindrowProcess.Start(scratch.Path, ["run", "rule_extractor_map.json"], (name, value));
        var ended = (await run.Ended()).ShouldEndWith(3);
        ended.Error.ShouldContain(where);
        ended.Error.ShouldContain(what);
    }

    private static Scratch Scene(int datasets)
    {
        var scratch = new Scratch();
        scratch.Write("rules.py", Rules);
        scratch.Write("rule_extractor_map.json", """{"dayMosaic": {"extractors": {"terra.geotiff.fieldmosaic": {"download_files": false, "extract_level": "dataset"}}}}""");
        for (var i = 0; i < datasets; i++)
            scratch.Write($"raw/2018-06-03/{i}", "");
        scratch.Write("rules.yaml", """
            flow: rules
            sources:
              - {type: clowder, uri: "${secret:broker}", extractor: {name: ncsa.rulechecker.terra, version: "1.0", description: Rules, categories: [WORKFLOW], process: {dataset: [file.added]}}}
            plans:
              - name: rules
                actions:
                  - {type: rulechecker, map: rule_extractor_map.json, timeout: 60s}
                  - {type: amqp, uri: "${secret:broker}", routing-key: "{target}", body: clowder, unroutable: wait}
            """);
        return scratch;
    }

    private static Task Send(TestBroker broker, TestClowder clowder, string dataset, string file, string filename = "")
    {
        var body = $$"""{"id":"{{file}}","filename":"{{filename}}","datasetId":"{{dataset}}","jobid":"j-{{file}}","msgid":"m-{{file}}","host":"{{clowder.Host}}","secretKey":"{{TestClowder.Key}}","routing_key":"clowder.dataset.file.added","activity":"added"}""";
        return broker.Publish(Queue, Encoding.UTF8.GetBytes(body), new BasicProperties { Persistent = true, ReplyTo = "clowder.abc", CorrelationId = file });
    }
}
