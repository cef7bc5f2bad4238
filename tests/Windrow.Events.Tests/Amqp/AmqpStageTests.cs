using System.Collections.Concurrent;
using Windrow.Core.Messages;
using Windrow.Core.Payloads;
using Windrow.Testing.Flows;
using Windrow.Testing.Servers;

namespace Windrow.Events.Tests.Amqp;

/// <summary>Several hosts, each a flow host of its own, that work on one stage.</summary>
public sealed class AmqpStageTests(RabbitServer server) : AmqpTest(server), IDisposable
{
    private const int Many = 3_000;
    private const int Keys = 40;

    private readonly string _directory = Directory.CreateTempSubdirectory("windrow-amqp-stage-").FullName;

    public void Dispose() => Directory.Delete(_directory, recursive: true);

    [Theory]
    [InlineData("quorum")]
    [InlineData("classic")]
    public async Task Hosts_share_the_keys_and_each_key_keeps_its_order_while_hosts_come_and_go(string kind)
    {
        var done = new ConcurrentQueue<(int Host, long Key, long Number)>();
        using var first = Host(1, kind, done, new GivenSource([.. Enumerable.Range(0, Many).Select(Keyed)], stays: true)).Start();
        await first.Until(() => done.Count > Many / 10, "the first host does nothing");
        var second = Host(2, kind, done, new GivenSource([], stays: true)).Start();
        await first.Until(() => done.Count(static each => each.Host == 2) > Many / 10, "the second host gets nothing");

        // It leaves in good order; what it has not begun is the first one's again.
        await second.Drain();
        second.Dispose();
        await first.Until(() => done.Count >= Many, "not everything is done");
        await first.Drain();
        done.Count.ShouldBe(Many);
        foreach (var key in done.GroupBy(static each => each.Key))
            key.Select(static each => each.Number).ShouldBeInOrder(SortDirection.Ascending, $"key {key.Key}");
    }

    [Fact]
    public async Task What_a_host_had_when_it_broke_down_is_done_by_another_in_order()
    {
        var done = new ConcurrentQueue<(int Host, long Key, long Number)>();
        using var broken = Host(1, "quorum", done, new GivenSource([.. Enumerable.Range(0, Many).Select(Keyed)], stays: true)).Start();
        await broken.Until(() => done.Count > Many / 10, "the first host does nothing");
        await broken.StopAtOnce();
        var before = done.Count;
        using var next = Host(2, "quorum", done, new GivenSource([], stays: true)).Start();
        await next.Until(() => done.Select(static each => each.Number).Distinct().Count() >= broken.Host.Counts().Stored, "not everything is done");
        await next.Drain();
        before.ShouldBeLessThan(Many);
        foreach (var key in done.Where(static each => each.Host == 2).GroupBy(static each => each.Key))
            key.Select(static each => each.Number).ShouldBeInOrder(SortDirection.Ascending, $"key {key.Key}");
    }

    [Fact]
    public async Task Urgent_messages_have_queues_of_their_own_where_order_is_given_up()
    {
        var done = new ConcurrentQueue<(int Host, long Key, long Number)>();
        using var flow = Host(1, "quorum", done, new GivenSource([.. Enumerable.Range(0, 300).Select(Keyed)], stays: true), "ordered: false, priority: urgency, maximum-count: 400").Start();
        await flow.Until(() => done.Count == 300, "not everything is done");
        (await Vhost.Queues()).Keys.Where(static name => !name.Contains(".delay-", StringComparison.Ordinal)).Order().ShouldBe(Enumerable.Range(0, 10).Select(static level => $"work.urgency-{level}"));
        await flow.Drain();

        // A few have been begun before the urgent ones were there.
        done.Take(60).Count(static each => each.Key % 10 == 9).ShouldBeGreaterThan(20);
    }

    [Fact]
    public async Task Message_that_is_to_be_tried_later_waits_in_a_queue_and_another_host_goes_on_with_its_tries()
    {
        var yaml = Yaml("ordered: false", "").Replace("  - name: p\n", "  - name: p\n    retry: {attempts: 2, first-delay: 20s, maximum-delay: 20s}\n", StringComparison.Ordinal);
        var tries = 0;
        using var first = new AmqpFlow(yaml, new GivenSource([TestFlow.Message(1)], stays: true), new Probe((message, output) =>
        {
            tries++;
            output.Fail(message, Core.Errors.Failure.Transient("not yet"));
        }, concurrent: true, terminal: true), Path.Combine(_directory, "state-1")).Start();
        await first.Until(async () => (await Vhost.Queues()).Where(static each => each.Key.Contains(".delay-", StringComparison.Ordinal)).Sum(static each => each.Value.Ready) == 1, "it does not wait in a queue");
        await first.Drain();
        tries.ShouldBe(1);
        using var second = new AmqpFlow(yaml, new GivenSource([], stays: true), new Probe(static (message, output) => output.Fail(message, Core.Errors.Failure.Transient("never")), concurrent: true, terminal: true), Path.Combine(_directory, "state-2")).Start();
        await second.Until(() => second.DeadLetters.Count == 1, "it is not tried again");
        second.DeadLetters[0].Attempts.ShouldBe(2);
        await second.Drain();
        first.DeadLetters.ShouldBeEmpty();
    }

    [Fact]
    public async Task Large_payload_goes_by_the_directory_of_all_hosts_and_is_gone_when_it_is_done()
    {
        var (large, small) = (new byte[300_000], new byte[1_000]);
        new Random(1).NextBytes(large);
        var got = new ConcurrentQueue<byte[]>();
        var shared = Path.Combine(_directory, "shared");
        using var flow = new AmqpFlow(
            Yaml("", $"inline-at-most: 64KiB, payloads: {shared}"), new GivenSource([WithPayload(1, large), WithPayload(2, small)], stays: true), new Probe((message, output) =>
            {
                got.Enqueue(((BytesPayload)message.Payload).Span.ToArray());
                output.Deliver(message);
            }, terminal: true), Path.Combine(_directory, "state")).Start();
        await flow.Until(() => got.Count == 2, "they do not come");
        await flow.Until(() => Directory.GetFiles(shared).Length == 0, "the payload stays");
        await flow.Drain();
        got.ShouldContain(bytes => bytes.SequenceEqual(large));
        got.ShouldContain(bytes => bytes.SequenceEqual(small));
    }

    [Fact]
    public async Task Large_payload_without_such_a_directory_is_a_dead_letter()
    {
        using var flow = new AmqpFlow(Yaml("", "inline-at-most: 64KiB"), new GivenSource([WithPayload(1, new byte[300_000])]), new NumberSink(), Path.Combine(_directory, "state"), once: true);
        await flow.ToEnd();
        flow.DeadLetters.ShouldHaveSingleItem().Failure.Reason.ShouldContain("payloads: DIRECTORY");
    }

    [Fact]
    public async Task What_is_no_message_of_the_stage_is_a_dead_letter()
    {
        using var flow = new AmqpFlow(Yaml("", ""), new GivenSource([], stays: true), new NumberSink(), Path.Combine(_directory, "state")).Start();
        await flow.Until(async () => (await Vhost.Queues()).ContainsKey("work") && await Broker.Channel.ConsumerCountAsync("work") == 1, "nothing consumes from the queue");
        await Broker.Publish("work", "something else");
        await flow.Until(() => flow.DeadLetters.Count == 1, "it is not a dead letter");
        flow.DeadLetters[0].Failure.Reason.ShouldContain("queue 'work'");
        await flow.Until(async () => (await Vhost.Queues())["work"] == (0, 0), "it is not acknowledged");
        await flow.Drain();
    }

    [Fact]
    public async Task Message_that_breaks_hosts_down_again_and_again_is_a_dead_letter()
    {
        var yaml = Yaml("", "delivery-limit: 3");
        for (var time = 0; time < 3; time++)
        {
            var holds = new NumberSink(holds: true);
            using var broken = new AmqpFlow(yaml, new GivenSource(time == 0 ? [TestFlow.Message(1)] : [], stays: true), holds, Path.Combine(_directory, "state")).Start();
            await broken.Until(() => holds.Held == 1, "it does not come");
            await broken.StopAtOnce();
        }

        using var last = new AmqpFlow(yaml, new GivenSource([], stays: true), new NumberSink(), Path.Combine(_directory, "state")).Start();
        await last.Until(() => last.DeadLetters.Count == 1, "it is not a dead letter");
        last.DeadLetters[0].Failure.Reason.ShouldContain("3 times a process took it");
        last.DeadLetters[0].Metadata.TryGetInt64("number", out var number).ShouldBeTrue();
        number.ShouldBe(1);
        await last.Drain();
    }

    [Theory]
    [InlineData("actions: [{type: taken, stage: {queue: amqp}}]", "WR3531", "none is named")]
    [InlineData("actions: [{type: taken, stage: {queue: amqp, broker: {uri: \"amqp://h/v\", name: a}, key: [k], priority: p}}]", "WR3531", "ordered: false")]
    [InlineData("actions: [{type: taken, stage: {queue: durable, broker: {uri: \"amqp://h/v\", name: a}}}]", "WR3531", "has no broker")]
    [InlineData("actions: [{type: collect, key: [k], count: 2, stage: {queue: amqp, broker: {uri: \"amqp://h/v\", name: a}}}, {type: taken}]", "WR3531", "several hosts")]
    [InlineData("actions: [{type: taken, stage: {queue: amqp, broker: {uri: \"http://h/v\", name: a}}}]", "WR2", "amqp://")]
    public void What_cannot_be_is_refused_before_anything_starts(string plan, string rule, string reason)
    {
        var diagnostics = new Core.Configuration.DiagnosticBag();
        var catalog = new Core.PlugIns.PlugInCatalog();
        Core.PlugIns.CorePlugIns.AddCore(catalog).AddEvents().Add(Core.PlugIns.PlugIn.Sink("taken", "Takes everything.", static () => NoOptions.Set, static (_, _) => new NumberSink()));
        var root = Core.Configuration.ConfigReader.Read($"plans: [{{name: p, {plan}}}]", "flow.yaml", diagnostics);
        new Core.Flows.FlowReader(catalog, new Core.EngineServices(), diagnostics).Read(root!, "/tmp/flow.yaml");
        var error = diagnostics.Sorted.First(static each => each.Severity == Core.Configuration.Severity.Error);
        error.Rule.Code.ShouldStartWith(rule);
        error.ToString().ShouldContain(reason);
    }

    private static Message Keyed(int number) => TestFlow.Message(number, ("key", (long)(number % Keys)), ("urgency", number % 10));

    private static Message WithPayload(int number, byte[] bytes) => new(MessageKind.Event, Metadata.From(("number", (long)number)), BytesPayload.Copy(bytes), new Origin("test", "memory", number));

    private AmqpFlow Host(int host, string kind, ConcurrentQueue<(int, long, long)> done, GivenSource given, string stage = "key: [key], workers: 2, maximum-count: 200") => new(
        Yaml(stage, $"kind: {kind}, partitions: 6"), given, new Probe((message, output) =>
        {
            Thread.Sleep(4);
            message.Metadata.TryGetInt64("key", out var key);
            done.Enqueue((host, key, message.Number()));
            output.Deliver(message);
        }, concurrent: true, terminal: true), Path.Combine(_directory, $"state-{host}"));

    private string Yaml(string stage, string broker) => $$"""
        flow: test
        sources: [{type: given}]
        plans:
          - name: p
            actions: [{type: taken, stage: {queue: amqp, {{stage}}{{(stage.Length > 0 ? ", " : "")}}broker: {uri: "{{Vhost.Uri}}", name: work, {{broker}}} } }]
        """;
}
