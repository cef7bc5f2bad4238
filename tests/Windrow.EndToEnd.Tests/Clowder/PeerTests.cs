using System.Text;
using System.Text.Json.Nodes;
using RabbitMQ.Client;
using Windrow.EndToEnd.Tests.Testing;
using Windrow.Events.Tests.Amqp;
using Windrow.Events.Tests.Clowder;
using Windrow.Testing.Servers;

namespace Windrow.EndToEnd.Tests.Clowder;

/// <summary>Windrow among peers that speak the recorded protocol through pika, the library that pyclowder uses; and what a kill does to a job.</summary>
public sealed class PeerTests : IDisposable
{
    private const int Kill = 9;
    private const int Terminate = 15;
    private const string Queue = "windrow.wordcount";

    private const string Host = """
        flow: wordcount
        sources:
          - type: clowder
            uri: "${secret:broker}"
            extractor: {name: windrow.wordcount, version: "1.0", description: Counts words, process: {file: [text/*]}}
        plans:
          - name: wordcount
            actions:
              - {type: clowder-fetch}
              - {type: exec, command: [/bin/sh, count.sh, "{input}"], output: lines}
              - {type: clowder}
        """;

    // It waits as long as there is a file 'hold'.
    private const string Count = """
        echo "$$" >> started
        while test -e hold; do sleep 0.05; done
        set -- $(wc -lw < "$1")
        echo "{\"lines\": $1, \"words\": $2}"
        """;

    private readonly RabbitServer _server;
    private readonly Scratch _scratch = new();
    private readonly TestClowder _clowder = new();

    public PeerTests(RabbitServer server)
    {
        _server = server;
        _scratch.Write("host.yaml", Host);
        _scratch.Write("count.sh", Count);
        File.Copy(Path.Combine(Repository.Root, "tests/Windrow.EndToEnd.Tests/Clowder/peer.py"), _scratch["peer.py"]);
    }

    public void Dispose()
    {
        _clowder.Dispose();
        _scratch.Dispose();
    }

    [Fact]
    public async Task Server_of_pika_sees_the_extractor_and_its_jobs_end()
    {
        SkipWithoutPika();
        var vhost = await _server.NewVhostAsync();
        _clowder.Files["f1"] = ("words.txt", "one two\nthree\n"u8.ToArray(), null);
        _clowder.Files["f2"] = ("größe.txt", "one\n"u8.ToArray(), null);
        _scratch.Write("bodies.jsonl", $"{First("f1", "j1")}\n{Second("f2", "j2")}\n{First("gone", "j3")}\n");
        using var peer = Peer("server", vhost.Uri, "bodies.jsonl");
        await peer.Until(() => peer.Output.Contains("ready", StringComparison.Ordinal), "the server is ready");
        using var host = Run("host.yaml", vhost);
        (await peer.Ended()).ShouldEndWith(0);
        host.Signal(Terminate);
        var ended = (await host.Ended()).ShouldEndWith(5); // there is a dead letter
        var statuses = peer.Output.Split('\n').Where(static line => line.StartsWith('[')).Select(static line => JsonNode.Parse(line)!.AsArray()).ToList();
        statuses.Where(static each => each[0]!.ToString() == "j1").Select(static each => each[1]!.ToString()).ShouldBe(["StatusMessage.start", "StatusMessage.processing", "StatusMessage.processing", "StatusMessage.done"]);
        statuses.Where(static each => each[0]!.ToString() == "j3").Select(static each => each[1]!.ToString()).ShouldBe(["StatusMessage.start", "StatusMessage.error"]);
        _clowder.Metadata["files/f1"].ShouldHaveSingleItem()["content"]!.ToJsonString().ShouldBe("""{"lines":2,"words":3}""");
        _clowder.Metadata["files/f2"].ShouldHaveSingleItem()["content"]!.ToJsonString().ShouldBe("""{"lines":1,"words":1}""");

        // The key is where the job is, and nowhere that people look.
        var shown = new StringBuilder(ended.Output + ended.Error + peer.Output);
        foreach (var command in (string[][])[["dlq", "list", "host.yaml"], ["dlq", "show", "host.yaml", "1"], ["runs", "host.yaml"]])
        {
            using var look = Windrow(vhost, command);
            var result = (await look.Ended()).ShouldEndWith(0);
            result.Output.ShouldNotBeEmpty();
            shown.Append(result.Output).Append(result.Error);
        }

        shown.ToString().ShouldContain("404");
        shown.ToString().ShouldNotContain(TestClowder.Key);
        await vhost.DeleteAsync();
    }

    [Fact]
    public async Task Extractor_of_pika_takes_what_the_switchboard_submits()
    {
        SkipWithoutPika();
        var vhost = await _server.NewVhostAsync();
        await using var broker = await TestBroker.Connect(vhost);
        await broker.Queue("clowder.abc");
        await broker.Queue("ncsa.rulechecker.terra");
        _clowder.Files["f1"] = ("a_left.bin", [], null);
        _clowder.Datasets["d1"] = ("stereoTop - 1", ["f1"]);
        _scratch.Write("switchboard.yaml", """
            flow: switchboard
            sources: [{type: clowder, uri: "${secret:broker}", extractor: {name: ncsa.rulechecker.terra, version: "2", description: Rules, categories: [WORKFLOW], process: {dataset: [file.added]}}}]
            plans:
              - name: rules
                actions:
                  - type: route
                    datasets: {}
                    rules:
                      - {name: stereoTop, when: "dataset.name like 'stereoTop - %'", to: [{target: terra.bin2tif, parameters: {level: 1}}]}
                  - {type: amqp, uri: "${secret:broker}", routing-key: "{target}", body: clowder, unroutable: wait}
            """);
        using var peer = Peer("extractor", vhost.Uri, "terra.bin2tif", "2");
        await peer.Until(() => peer.Output.Contains("ready", StringComparison.Ordinal), "the extractor is ready");
        using var board = Run("switchboard.yaml", vhost);
        await Submit(broker, "ncsa.rulechecker.terra", Added("f1", "d1", "j1"), "c1");
        await Submit(broker, "ncsa.rulechecker.terra", Added("f1", "d1", "j2"), "c2");
        (await peer.Ended()).ShouldEndWith(0);
        peer.Output.ShouldContain("""{"id": "f1", "parameters": {"level": 1}, "correlation": "c1"}""");

        // Both the switchboard and the extractor tell: four each.
        var statuses = await broker.Take("clowder.abc", 8);
        statuses.Count(static each => each.Contains("\"extractor_id\":\"ncsa.rulechecker.terra\"", StringComparison.Ordinal)).ShouldBe(4);
        statuses.Count(static each => each.Contains("StatusMessage.done: Done processing.", StringComparison.Ordinal)).ShouldBe(4);
        board.Signal(Terminate);
        (await board.Ended()).ShouldEndWith(0).Error.ShouldNotContain(TestClowder.Key);
        await vhost.DeleteAsync();
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Job_that_is_killed_begins_anew_and_uploads_once(bool afterUpload)
    {
        var vhost = await _server.NewVhostAsync();
        await using var broker = await TestBroker.Connect(vhost);
        await broker.Queue(Queue);
        await broker.Queue("clowder.abc");
        _clowder.Files["f1"] = ("words.txt", "one two\n"u8.ToArray(), null);
        await Submit(broker, Queue, First("f1", "j1"), "c1");
        WindrowProcess? running = null;
        var posts = 0;
        if (afterUpload)
        {
            // The server has it, and the process is gone before it hears so.
            _clowder.Breaks = what =>
            {
                if (!what.StartsWith("POST", StringComparison.Ordinal) || Interlocked.Increment(ref posts) > 1)
                    return false;
                running!.Signal(Kill);
                return true;
            };
        }
        else
        {
            _scratch.Write("hold", "");
        }

        using (running = Run("host.yaml", vhost))
        {
            if (!afterUpload)
            {
                await running.Until(() => _scratch.Lines("started").Length == 1, "the work begins");
                (await vhost.Queues())[Queue].ShouldBe((0L, 0L), "the job is not acknowledged while it is worked on, and the broker would take it back");
                running.Signal(Kill);
            }

            await running.Ended();
        }

        File.Delete(_scratch["hold"]);
        using (var second = Run("host.yaml", vhost))
        {
            var statuses = new List<string>();
            while (!statuses.Exists(static each => each.Contains("StatusMessage.done", StringComparison.Ordinal)))
                statuses.AddRange(await broker.Take("clowder.abc", 1));
            statuses.ShouldNotContain(static each => each.Contains("StatusMessage.error", StringComparison.Ordinal));
            second.Signal(Terminate);
            (await second.Ended()).ShouldEndWith(0);
        }

        _scratch.Lines("started").Length.ShouldBe(2);
        _clowder.Metadata["files/f1"].ShouldHaveSingleItem();
        (await broker.Take(Queue)).ShouldBeEmpty();
        await vhost.DeleteAsync();
    }

    private WindrowProcess Run(string flow, RabbitVhost vhost) => Windrow(vhost, "run", flow);

    private WindrowProcess Windrow(RabbitVhost vhost, params string[] arguments) => WindrowProcess.Start(_scratch.Path, arguments, ("WINDROW_SECRET_BROKER", vhost.Uri));

    private WindrowProcess Peer(params string[] arguments) => WindrowProcess.StartCommand(["/usr/bin/python3", "peer.py", .. arguments], _scratch.Path);

    private static void SkipWithoutPika() => Assert.SkipUnless(Directory.Exists("/usr/lib/python3/dist-packages/pika"), "the package python3-pika is not installed");

    private string First(string file, string job) =>
        $$"""{"id":"{{file}}","intermediateId":"{{file}}","datasetId":"d1","jobid":"{{job}}","host":"{{_clowder.Host}}","secretKey":"{{TestClowder.Key}}","routing_key":"clowder.file.text.plain","activity":"created","fileSize":"12"}""";

    private string Second(string file, string job) =>
        $$"""{"id":"{{file}}","datasetId":"d1","job_id":"{{job}}","host":"{{_clowder.Host}}","secretKey":"{{TestClowder.Key}}","resource_type":"file","filename":"größe.txt","fileSize":4,"retry_count":0}""";

    private string Added(string file, string dataset, string job) =>
        $$"""{"id":"{{file}}","datasetId":"{{dataset}}","jobid":"{{job}}","host":"{{_clowder.Host}}","secretKey":"{{TestClowder.Key}}","routing_key":"clowder.dataset.file.added","activity":"added"}""";

    private static Task Submit(TestBroker broker, string queue, string body, string correlation) =>
        broker.Publish(queue, Encoding.UTF8.GetBytes(body), new BasicProperties { Persistent = true, ContentType = "application/json", ReplyTo = "clowder.abc", CorrelationId = correlation });
}
