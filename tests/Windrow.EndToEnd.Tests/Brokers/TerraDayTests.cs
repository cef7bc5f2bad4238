using System.Diagnostics;
using System.Globalization;
using System.Text;
using Windrow.EndToEnd.Tests.Testing;
using Windrow.Testing.Postgres;
using Windrow.Testing.Servers;

namespace Windrow.EndToEnd.Tests.Brokers;

/// <summary>
/// A day of TERRA-REF's stereo camera (terraref/computing-pipeline, Season 6: 9,180 datasets at the median, 25,911 on the peak day; six files of each) through three
/// switchboards with thirty rules and three collections, on a real broker and a real database.
/// </summary>
public sealed class TerraDayTests(RabbitServer broker, ITestOutputHelper output)
{
    private const int Kill = 9;
    private const int Terminate = 15;

    private static readonly string[] Files = ["left.bin", "right.bin", "left.tif", "right.tif", "nrmac.tif", "mask.tif"];
    private static readonly string[] Mosaics = ["left", "nrmac", "mask"];

    public static TheoryData<int, int> Days => Environment.GetEnvironmentVariable("WINDROW_EXHAUSTIVE") == "1"
        ? new() { { 9_180, 0 }, { 9_180, 30 }, { 25_911, 0 } }
        : new() { { 600, 3 } };

    [Theory]
    [MemberData(nameof(Days))]
    public async Task Each_extractor_gets_its_own_and_each_mosaic_is_triggered_once_in_Faults_too(int datasets, int kills)
    {
        var database = PostgresServer.Shared();
        var vhost = await broker.NewVhostAsync();
        using var scratch = new Scratch();
        scratch.Write("events.jsonl", Events(datasets));
        scratch.Write("switchboard.yaml", Switchboard(datasets));
        scratch.Write("tell.yaml", """
            settings: {state: none}
            sources: [{type: lines, path: events.jsonl}]
            plans: [{name: tell, actions: [{type: amqp, uri: "${secret:broker}", routing-key: events, unroutable: wait}]}]
            """);

        // What an extractor would: takes what comes and writes it down, once for each id.
        string[] targets = ["bin2tif", "rgbmask", "nrmac", "fieldmosaic"];
        foreach (var target in targets)
        {
            scratch.Write($"{target}.yaml", $$"""
                settings: {state: "state-{{target}}"}
                sources: [{type: amqp, uri: "${secret:broker}", queue: {{target}}, declare: quorum, body: json, prefetch: 1000}]
                plans: [{name: taken, actions: [{type: dedupe, key: [amqp.message_id]}, {type: publish, path: {{target}}.jsonl}]}]
                """);
        }

        (string, string)[] secrets = [("WINDROW_SECRET_BROKER", vhost.Uri), ("WINDROW_SECRET_DATABASE", database.Address(database.CreateDatabase()))];
        var started = new Stack<IDisposable>();
        using var ended = new Ending(started);
        WindrowProcess Start(string flow, params string[] more)
        {
            var process = WindrowProcess.Start(scratch.Path, ["run", flow, "--quiet", .. more], secrets);
            started.Push(process);
            return process;
        }

        var extractors = targets.Select(target => Start($"{target}.yaml")).ToList();
        var hosts = Enumerable.Range(0, 3).Select(number => Start("switchboard.yaml", "--instance", $"host{number}")).ToList();
        var began = Stopwatch.GetTimestamp();
        var tell = Start("tell.yaml", "--once");
        int Count(string target) => scratch.Lines($"{target}.jsonl").Length;
        for (var kill = 0; kill < kills; kill++)
        {
            // One of them after the other, while the others and whatever was killed before are at work.
            var killed = kill % hosts.Count;
            await extractors[0].Until(() => Count("bin2tif") >= datasets * (kill + 1) / (kills + 2), "some more are done");
            hosts[killed].Signal(Kill);
            await hosts[killed].Ended();
            hosts[killed] = Start("switchboard.yaml", "--instance", $"host{killed}");
        }

        (await tell.Ended()).ShouldEndWith(0);
        await hosts[0].Until(() => Count("bin2tif") >= datasets && Count("rgbmask") >= datasets && Count("nrmac") >= datasets && Count("fieldmosaic") >= Mosaics.Length, "all have theirs");
        await hosts[0].Until(() => vhost.Queues().GetAwaiter().GetResult().Values.All(static queue => queue == (0, 0)), "the queues are empty");
        var seconds = Stopwatch.GetElapsedTime(began).TotalSeconds;
        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{datasets * Files.Length} events of {datasets} datasets in {seconds:0.0} s, {datasets * Files.Length / seconds:0} a second, with four receivers and whatever else the machine does"));
        foreach (var process in hosts.Concat(extractors))
        {
            await process.TakesSignals();
            process.Signal(Terminate);
            (await process.Ended()).ShouldEndWith(0);
        }

        Count("bin2tif").ShouldBe(datasets);
        Count("rgbmask").ShouldBe(datasets);
        Count("nrmac").ShouldBe(datasets);
        var mosaics = scratch.Lines("fieldmosaic.jsonl").Select(static line => System.Text.Json.Nodes.JsonNode.Parse(line)!["metadata"]!).ToList();
        mosaics.Select(static each => (string)each["product"]!).ShouldBe(Mosaics, ignoreOrder: true);
        mosaics.ShouldAllBe(each => (int)each["count"]! == datasets && (int)each["revision"]! == 1);
        foreach (var mosaic in mosaics)
            System.Text.Json.JsonSerializer.Deserialize<string[]>(File.ReadAllText((string)mosaic["memberList"]!))!.Distinct().Count().ShouldBe(datasets);
    }

    // In no order, as the files of a day come.
    private static string Events(int datasets)
    {
        var random = new Random(20180603);
        var events = Enumerable.Range(0, datasets).SelectMany(static dataset => Files.Select(file => (Dataset: dataset, File: file))).ToArray();
        random.Shuffle(events);
        var text = new StringBuilder();
        foreach (var (dataset, file) in events)
        {
            var number = dataset.ToString("000000", CultureInfo.InvariantCulture);
            var product = file.Split('.')[0];
            text.AppendLine($$"""{"sensor": "stereoTop", "day": "2018-06-03", "dataset": "stereoTop - 2018-06-03__{{number}}", "filename": "{{number}}_{{file}}", "product": "{{product}}", "path": "/sites/{{number}}_{{file}}"}""");
        }

        return text.ToString();
    }

    private static string Switchboard(int datasets)
    {
        var others = string.Join("\n          ", Enumerable.Range(0, 27).Select(static number => $$"""- {name: other{{number}}, when: "sensor = 'sensor{{number}}' and filename like '%.bin'", to: other{{number}}}"""));
        var products = string.Join(", ", Mosaics);
        return $$"""
            flow: switchboard
            settings: {state: "${secret:database}"}
            sources: [{type: amqp, uri: "${secret:broker}", queue: events, declare: quorum, body: json, prefetch: 500}]
            plans:
              - name: rules
                actions:
                  - type: route
                    rules:
                      {{others}}
                      - {name: raw, when: "sensor = 'stereoTop' and filename like '%\\_left.bin'", to: bin2tif}
                      - {name: left, when: "sensor = 'stereoTop' and filename like '%\\_left.tif'", to: rgbmask}
                      - {name: right, when: "sensor = 'stereoTop' and filename like '%\\_right.tif'", to: nrmac}
                  - {type: amqp, uri: "${secret:broker}", routing-key: "{target}", unroutable: wait}
              - name: days
                actions:
                  - {type: select, match: {product: [{{products}}] } }
                  - {type: select, where: "filename like '%.tif'"}
                  - type: collect
                    key: [sensor, day, product]
                    member: [dataset]
                    count: {{datasets}}
                    deadline: 1d
                    list: "{path}"
                    list-order: value
                    list-file: "lists/{product}-{hash}.json"
                  - {type: amqp, uri: "${secret:broker}", routing-key: fieldmosaic, unroutable: wait}
            """;
    }

    // Before the directory goes that they work in.
    private sealed class Ending(Stack<IDisposable> processes) : IDisposable
    {
        public void Dispose()
        {
            while (processes.TryPop(out var process))
                process.Dispose();
        }
    }
}
