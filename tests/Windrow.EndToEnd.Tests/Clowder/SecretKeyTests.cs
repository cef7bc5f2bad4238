using System.Text;
using RabbitMQ.Client;
using Windrow.EndToEnd.Tests.Telemetry;
using Windrow.EndToEnd.Tests.Testing;
using Windrow.Events.Tests.Amqp;
using Windrow.Events.Tests.Clowder;
using Windrow.Testing.Servers;

namespace Windrow.EndToEnd.Tests.Clowder;

/// <summary>The key that comes with a job opens the server to whoever has it: it is nowhere that people look.</summary>
public sealed class SecretKeyTests : IDisposable
{
    private const string Queue = "windrow.copy";

    private readonly RabbitServer _server;
    private readonly Scratch _scratch = new();
    private readonly TestClowder _clowder = new();

    public SecretKeyTests(RabbitServer server) => _server = server;

    public void Dispose()
    {
        _clowder.Dispose();
        _scratch.Dispose();
    }

    [Fact]
    public async Task Key_of_a_job_is_in_no_log_trace_tap_story_or_dead_letter()
    {
        var vhost = await _server.NewVhostAsync();
        await using var broker = await TestBroker.Connect(vhost);
        foreach (var queue in (string[])[Queue, "clowder.abc", $"error.{Queue}"])
            await broker.Queue(queue);
        _scratch.Write("flow.yaml", """
            flow: copy
            sources: [{type: clowder, uri: "${secret:broker}", extractor: {name: windrow.copy, process: {file: [text/*]}}}]
            plans:
              - name: copy
                actions:
                  - {type: clowder-fetch}
                  - {type: set, values: {seen: true}}
                  - {type: sink, sinks: [{type: clowder, keys: [seen]}, {type: file, path: "out/{id}.txt"}]}
            """);
        using var collector = new OtlpReceiver();
        using var run = WindrowProcess.Start(
            _scratch.Path, ["run", "flow.yaml", "--verbose"],
            ("WINDROW_SECRET_BROKER", vhost.Uri), ("OTEL_EXPORTER_OTLP_ENDPOINT", $"http://127.0.0.1:{collector.Port}"), ("OTEL_EXPORTER_OTLP_PROTOCOL", "http/protobuf"), ("OTEL_BSP_SCHEDULE_DELAY", "50"));
        await run.Until(() => File.Exists(_scratch[".windrow/copy/control"]), "the flow runs");
        using var front = WindrowProcess.Start(_scratch.Path, ["tap", "flow.yaml", "copy", "--json"], ("WINDROW_SECRET_BROKER", vhost.Uri));
        using var behind = WindrowProcess.Start(_scratch.Path, ["tap", "flow.yaml", "copy/set", "--json"], ("WINDROW_SECRET_BROKER", vhost.Uri));

        // One that works; one of which the server knows nothing; one that is cut off behind its key. Again and again, until both have seen one.
        var shown = new StringBuilder();
        for (var i = 0; !(front.Output.Contains("\"f", StringComparison.Ordinal) && behind.Output.Contains("\"f", StringComparison.Ordinal)); i++)
        {
            (i < 200).ShouldBeTrue($"nothing is tapped: {front.Error} {behind.Error}");
            _clowder.Files[$"f{i}"] = ($"f{i}.txt", "one\n"u8.ToArray(), null);
            await Submit(broker, Job($"f{i}", $"j{i}"));
            await run.Until(() => File.Exists(_scratch[$"out/f{i}.txt"]), "a product");
        }

        await Submit(broker, Job("gone", "k1"));
        await Submit(broker, Job("cut", "k2")[..^1] + ",oh");
        var aside = await broker.Take($"error.{Queue}", 2);
        aside.ShouldAllBe(static body => body.Contains(TestClowder.Key)); // as it came, for Clowder's tools
        await run.Until(() => !collector.Spans.IsEmpty, "a trace");
        run.Signal(15);
        var ended = (await run.Ended()).ShouldEndWith(5);
        shown.Append(ended.Output).Append(ended.Error).Append((await front.Ended()).ToString()).Append((await behind.Ended()).ToString());
        foreach (var command in (string[][])[["dlq", "list", "flow.yaml"], ["dlq", "list", "flow.yaml", "--json"], ["dlq", "show", "flow.yaml", "1"], ["dlq", "show", "flow.yaml", "2"], ["why", "out/f0.txt"], ["why", "out/f0.txt", "--json"], ["products", "flow.yaml"], ["runs", "flow.yaml"], ["check", "flow.yaml", "--show"]])
        {
            using var look = WindrowProcess.Start(_scratch.Path, command, ("WINDROW_SECRET_BROKER", vhost.Uri));
            var result = (await look.Ended()).ShouldEndWith(0);
            result.Output.ShouldNotBeEmpty();
            shown.Append(result.Output).Append(result.Error);
        }

        foreach (var span in collector.Spans)
            shown.Append(span.Name).AppendJoin(' ', span.Attributes.Select(static each => $"{each.Key}={each.Value}"));
        foreach (var body in await broker.Take("clowder.abc", 4))
            shown.Append(body);
        shown.ToString().ShouldContain("404");
        shown.ToString().ShouldNotContain(TestClowder.Key);
        await vhost.DeleteAsync();
    }

    [Fact]
    public async Task Key_that_rules_print_or_put_into_their_errors_is_not_shown()
    {
        var vhost = await _server.NewVhostAsync();
        await using var broker = await TestBroker.Connect(vhost);
        await broker.Queue(Queue);
        _clowder.Files["f1"] = ("a.txt", [], null);
        _clowder.Datasets["d1"] = ("a", ["f1"]);
        _scratch.Write("rule_extractor_map.json", """{"careless": {"extractors": {"target": {}}}}""");
        _scratch.Write("rules.py", """
            import logging


            def careless(extractor, connector, host, secret_key, resource, rulemap):
                print("asking with", secret_key)
                logging.warning("asking %sapi/x?key=%s", host, secret_key)
                raise KeyError("404 for url: %sapi/x?key=%s" % (host, secret_key))
            """);
        using var run = WindrowProcess.Start(_scratch.Path, ["run", "rule_extractor_map.json", "--verbose"], ("RABBITMQ_URI", vhost.Uri), ("RABBITMQ_QUEUE", Queue));
        await Submit(broker, $$"""{"id":"f1","datasetId":"d1","jobid":"j1","host":"{{_clowder.Host}}","secretKey":"{{TestClowder.Key}}","routing_key":"clowder.dataset.file.added","activity":"added"}""");
        await broker.Queue($"error.{Queue}");
        await broker.Take($"error.{Queue}", 1);
        run.Signal(15);
        var ended = (await run.Ended()).ShouldEndWith(5);
        ended.Error.ShouldContain("asking with (redacted)");
        ended.Error.ShouldContain("api/x?key=(redacted)");
        using var show = WindrowProcess.Start(_scratch.Path, ["dlq", "show", "rule_extractor_map.json", "1"], ("RABBITMQ_URI", vhost.Uri));
        var letter = (await show.Ended()).ShouldEndWith(0);
        letter.Output.ShouldContain("key=(redacted)");
        letter.Output.ShouldContain("rules.py");
        $"{ended.Output}{ended.Error}{letter.Output}".ShouldNotContain(TestClowder.Key);
        await vhost.DeleteAsync();
    }

    private string Job(string file, string job) =>
        $$"""{"id":"{{file}}","intermediateId":"{{file}}","datasetId":"d1","jobid":"{{job}}","host":"{{_clowder.Host}}","secretKey":"{{TestClowder.Key}}","routing_key":"clowder.file.text.plain","activity":"created","fileSize":"12"}""";

    private static Task Submit(TestBroker broker, string body) =>
        broker.Publish(Queue, Encoding.UTF8.GetBytes(body), new BasicProperties { Persistent = true, ContentType = "application/json", ReplyTo = "clowder.abc" });
}
