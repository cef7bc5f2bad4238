using System.Text;
using System.Text.Json.Nodes;
using Windrow.Events.Tests.Amqp;
using Windrow.Testing.Servers;

namespace Windrow.Events.Tests.Clowder;

/// <summary>What networks, brokers and senders do to a switchboard and to an extractor; what is in neither <see cref="ExtractorFaultTests"/> nor <see cref="SwitchboardTests"/>.</summary>
public sealed class ClowderFaultTests(RabbitServer server) : ExtractorTest(server)
{
    private const int Many = 60;

    [Fact]
    public async Task Network_that_is_cut_and_silent_costs_the_extractor_no_job_and_uploads_nothing_twice()
    {
        await Prepare();
        using var proxy = new CuttableProxy(Server.Port);
        using var flow = Flow(Yaml("- {type: set, values: {seen: true}}\n- {type: clowder}", source: "heartbeat: 1s\n    timeout: 2s", fetch: "jobs: 4", uri: Vhost.UriAt(proxy.Port)));
        flow.Start();
        await Disturb(proxy, flow, () => Clowder.Metadata.Count, static (files, i) => files.FileJob($"f{i}", job: $"j{i}"));
        await flow.Until(() => Clowder.Metadata.Count == Many, "not all are done");
        await flow.Until(async () => (await Vhost.Queues())[Queue] == (0, 0), "not all are acknowledged");
        await flow.Drain();
        flow.DeadLetters.ShouldBeEmpty();
        Clowder.Metadata.Values.ShouldAllBe(static each => each.Count == 1);
        (await Done()).ShouldBe(Enumerable.Range(0, Many).Select(static i => $"j{i}").Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Network_that_is_cut_and_silent_costs_the_switchboard_no_event()
    {
        await Prepare();
        await Broker.Queue("target");
        using var proxy = new CuttableProxy(Server.Port);
        using var flow = Flow(Board("- {when: \"id like 'f%'\", to: target}", Vhost.UriAt(proxy.Port), "heartbeat: 1s, timeout: 2s"));
        flow.Start();
        await Disturb(proxy, flow, () => (int)flow.Host.Counts().Absorbed, static (files, i) => files.FileJob($"f{i}", job: $"j{i}"));
        await flow.Until(async () => (await Vhost.Queues())[Queue] == (0, 0) && flow.Host.Counts().Open == 0, "not all are acknowledged");
        await flow.Drain();
        flow.DeadLetters.ShouldBeEmpty();
        (await Broker.Take("target")).Select(static each => JsonNode.Parse(each.Body)!["jobid"]!.ToString()).Distinct().Order(StringComparer.Ordinal)
            .ShouldBe(Enumerable.Range(0, Many).Select(static i => $"j{i}").Order(StringComparer.Ordinal));
        (await Done()).ShouldBe(Enumerable.Range(0, Many).Select(static i => $"j{i}").Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Switchboard_passes_large_bodies_many_names_and_old_encodings_on()
    {
        await Prepare();
        await Broker.Queue("target");
        var large = FileJob("big", job: "j1", more: $",\"metadata\":{{\"text\":\"{new string('x', 10 << 20)}\"}}");
        var many = FileJob("many", job: "j2", more: $",\"source\":{{\"extra\":{{\"filenames\":[{string.Join(',', Enumerable.Range(0, 10_000).Select(static i => $"\"file {i}.bin\""))}]}}}}");
        var old = FileJob("old", job: "j3").Replace("old.txt", "größe.txt", StringComparison.Ordinal);
        await Submit(large);
        await Submit(many);
        await Submit(Encoding.Latin1.GetBytes(old));
        using var flow = Flow(Board("- {when: \"id = 'big' or count(filenames, '%.bin') = 10000 or filename = 'größe.txt'\", to: target}", Vhost.Uri, "timeout: 30s"));
        flow.Start();
        var bodies = (await Broker.Take("target", 3)).ToDictionary(static body => JsonNode.Parse(body)!["jobid"]!.ToString());
        await flow.Drain();
        flow.DeadLetters.ShouldBeEmpty();
        bodies["j1"].ShouldBe($"{large[..^1]},\"rulechecked\":true}}");
        bodies["j2"].ShouldBe($"{many[..^1]},\"rulechecked\":true}}");
        bodies["j3"].ShouldBe($"{old[..^1]},\"rulechecked\":true}}");
        (await Vhost.Queues())[Queue].ShouldBe((0, 0));
    }

    [Theory]
    [InlineData("declare: false", false, "NOT_FOUND", "declare")]
    [InlineData("", true, "it is there and otherwise", "'declare: passive'")]
    public async Task Queue_that_is_missing_or_otherwise_is_one_clear_error(string source, bool isThere, string reason, string advice)
    {
        if (isThere)
            await Broker.Queue(Queue, arguments: [("x-max-length", 1000)]);
        using var flow = Flow(Yaml("- {type: set, values: {seen: true}}\n- {type: clowder}", source: source));
        flow.Start();
        await flow.Host.SourcesEnded().WaitAsync(TimeSpan.FromSeconds(120), TestContext.Current.CancellationToken);
        flow.Host.LostSource.ShouldBeTrue();
        var error = flow.Logs.Lines.Where(static line => line.Level == Microsoft.Extensions.Logging.LogLevel.Error).ShouldHaveSingleItem().Text;
        error.ShouldContain(reason);
        error.ShouldContain(advice);
    }

    [Fact]
    public async Task Exchange_and_error_queue_that_are_there_and_otherwise_are_used_as_they_are()
    {
        Clowder.Files["f1"] = ("f1.txt", [1], null);
        await Broker.Queue(Replies);
        await Broker.Queue($"error.{Queue}", arguments: [("x-max-length", 1000)]);
        await Broker.Exchange("extractors", "direct");
        await Broker.Queue("registry");
        await Broker.Channel.QueueBindAsync("registry", "extractors", "", cancellationToken: TestContext.Current.CancellationToken);
        using var flow = Flow(Yaml("- {type: set, values: {seen: true}}\n- {type: clowder}"));
        flow.Start();
        await flow.Until(async () => (await Vhost.Queues()).ContainsKey(Queue), "the queue is not made");
        await Submit(FileJob("f1"));
        await Submit(FileJob("gone", job: "j2"));
        (await Broker.Take($"error.{Queue}", 1)).ShouldHaveSingleItem().ShouldContain("\"gone\"");
        await flow.Until(() => Clowder.Metadata.ContainsKey("files/f1"), "it is not worked on");
        (await Broker.Take("registry", 1)).ShouldHaveSingleItem().ShouldContain(Queue);
        await flow.Drain();
        (await Broker.Take(Replies)).ShouldContain(static each => each.Body.Contains("StatusMessage.done", StringComparison.Ordinal));
    }

    // Submitted meanwhile; cut three times, and once so that neither side hears of it.
    private async Task Disturb(CuttableProxy proxy, AmqpFlow flow, Func<int> done, Func<ClowderFaultTests, int, string> job)
    {
        for (var i = 0; i < Many; i++)
        {
            Clowder.Files[$"f{i}"] = ($"f{i}.txt", [1], null);
            await Submit(job(this, i), correlation: $"c{i}");
            if (i % 15 != 14)
                continue;
            await flow.Until(() => done() > i - 12, $"nothing goes on at {i}");
            if (i == 29)
            {
                var told = Told(flow);
                proxy.Swallow(true);
                await flow.Until(() => Told(flow) > told, "nobody notices that nothing comes");
                proxy.Swallow(false);
            }

            proxy.Cut();
        }
    }

    private static int Told(AmqpFlow flow) => flow.Logs.Lines.Count(static line => line.Text.Contains("it is tried again until it works", StringComparison.Ordinal));

    private async Task<List<string>> Done() => [.. (await Broker.Take(Replies)).Select(static each => JsonNode.Parse(each.Body)!)
        .Where(static each => each["message_type"]!.ToString() == "StatusMessage.done").Select(static each => each["job_id"]!.ToString()).Distinct().Order(StringComparer.Ordinal)];

    private static string Board(string rule, string uri, string more) => $$"""
        flow: board
        settings: {state: none}
        sources:
          - {type: clowder, uri: "{{uri}}", {{more}}, extractor: {name: {{Queue}} } }
        plans:
          - name: p
            actions:
              - type: route
                rules:
                  {{rule}}
              - {type: amqp, uri: "{{uri}}", routing-key: "{target}", body: clowder, {{more}} }
        """;

    private async Task Prepare()
    {
        await Broker.Queue(Queue);
        await Broker.Queue(Replies);
        await Broker.Queue($"error.{Queue}");
    }

    private AmqpFlow Flow(string yaml) => new(yaml, stateDirectory: yaml.Contains("state: none", StringComparison.Ordinal) ? null : Path.Combine(Home, "state"));
}
