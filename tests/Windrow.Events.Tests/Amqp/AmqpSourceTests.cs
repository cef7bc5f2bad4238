using RabbitMQ.Client;
using Windrow.Core.Messages;
using Windrow.Core.Payloads;
using Windrow.Testing.Servers;

namespace Windrow.Events.Tests.Amqp;

/// <summary>The <c>amqp</c> source on a real broker.</summary>
public sealed class AmqpSourceTests(RabbitServer server) : AmqpTest(server)
{
    [Fact]
    public async Task Properties_and_headers_are_metadata()
    {
        await Broker.Exchange("events", "topic");
        var taken = new NumberSink();
        using var flow = new AmqpFlow(SourceYaml("queue: q\ndeclare: quorum\nredelivery: true\nbindings: [{exchange: events, type: topic, keys: [\"surface.#\"]}]"), taken: taken).Start();
        await flow.Until(async () => (await Vhost.Queues()).ContainsKey("q"), "the queue is not declared");
        var properties = new BasicProperties
        {
            MessageId = "m1",
            CorrelationId = "c1",
            ReplyTo = "answers",
            Priority = 3,
            Timestamp = new AmqpTimestamp(1_790_000_000),
            Headers = new Dictionary<string, object?> { ["sensor"] = "flir", ["count"] = 3, ["ratio"] = 0.5, ["ok"] = true, ["list"] = new List<object?> { 1, "a" }, ["raw"] = new byte[] { 0xFF, 0xFE } },
        };
        await flow.Until(() => Broker.IsBound("events", "surface.2t.x"), "the queue is not bound");
        await Broker.Publish("surface.2t.x", "{\"number\": 1}"u8.ToArray(), properties, "events");
        await flow.Until(() => taken.All.Any(static each => each.Number() == 1), "nothing comes");
        var metadata = taken.All.First(static each => each.Number() == 1).Metadata;
        Value(metadata, "amqp.exchange").ShouldBe("events");
        Value(metadata, "amqp.routing_key").ShouldBe("surface.2t.x");
        Value(metadata, "amqp.message_id").ShouldBe("m1");
        Value(metadata, "amqp.correlation_id").ShouldBe("c1");
        Value(metadata, "amqp.reply_to").ShouldBe("answers");
        Value(metadata, "amqp.priority").ShouldBe("3");
        Value(metadata, "amqp.redelivered").ShouldBe("false");
        Value(metadata, "amqp.header.sensor").ShouldBe("flir");
        metadata.TryGetInt64("amqp.header.count", out var count).ShouldBeTrue();
        count.ShouldBe(3);
        metadata.TryGet("amqp.header.list", out var list).ShouldBeTrue();
        list.Type.ShouldBe(MetadataType.List);
        metadata.TryGet("amqp.header.raw", out var raw).ShouldBeTrue();
        raw.Type.ShouldBe(MetadataType.Bytes);
        metadata.TryGet("amqp.timestamp", out var time).ShouldBeTrue();
        time.TryGetTimestamp(out var at).ShouldBeTrue();
        at.ShouldBe(DateTimeOffset.FromUnixTimeSeconds(1_790_000_000).UtcDateTime);
        await flow.Drain();
    }

    [Fact]
    public async Task Body_is_the_payload_as_it_is_however_large()
    {
        await Broker.Queue("q");
        var large = new byte[10_000_000];
        new Random(1).NextBytes(large);
        await Broker.Publish("q", large, new BasicProperties { MessageId = "large" });
        await Broker.Publish("q", ReadOnlyMemory<byte>.Empty, new BasicProperties { MessageId = "empty" });
        var bodies = new List<byte[]>();
        using var flow = new AmqpFlow(SourceYaml("queue: q\nbody: bytes\nprefetch-bytes: 1MB"), once: true, taken: new Probe((message, output) =>
        {
            bodies.Add(((BytesPayload)message.Payload).Span.ToArray());
            output.Deliver(message);
        }, terminal: true));
        await flow.ToEnd();
        bodies.Count.ShouldBe(2);
        bodies[0].SequenceEqual(large).ShouldBeTrue();
        bodies[1].ShouldBeEmpty();
    }

    [Fact]
    public async Task Bytes_under_way_are_bounded()
    {
        await Broker.Queue("q");
        for (var i = 0; i < 200; i++)
            await Broker.Publish("q", new byte[1_000_000], new BasicProperties { MessageId = $"{i}" });
        var taken = new NumberSink(holds: true);
        using var flow = new AmqpFlow(SourceYaml("queue: q\nbody: bytes\nprefetch-bytes: 4MB"), taken: taken).Start();
        await flow.Until(() => taken.Held == 4, "four do not come");

        // The broker has sent ahead what it was first told that it may, and no more when it had been told of their size.
        await flow.Until(async () => (await Vhost.Queues())["q"].Unacknowledged <= 64, "the broker sends far ahead");
        taken.Held.ShouldBe(4);
        taken.LetGo();
        await flow.Until(() => flow.Host.Counts().Delivered == 200, "the rest does not come");
        await flow.Drain();
        (await Vhost.Queues())["q"].ShouldBe((0, 0));
    }

    [Fact]
    public async Task Slow_message_holds_up_nobody_and_all_are_acknowledged()
    {
        await Broker.Queue("q");
        for (var i = 0; i < 100; i++)
            await Broker.Publish("q", $$"""{"number": {{i}}}""", $"{i}");
        var slow = new NumberSink(holds: true);
        using var flow = new AmqpFlow(
            SourceYaml("queue: q\nprefetch: 4", "actions: [{type: select, where: number = 0}, {type: taken}]\n  - name: others\n    actions: [{type: select, where: number > 0}, {type: \"null\"}]"), taken: slow).Start();
        await flow.Until(async () => (await Vhost.Queues())["q"] == (0, 1), "the others are not acknowledged");
        slow.LetGo();
        await flow.Until(async () => (await Vhost.Queues())["q"] == (0, 0), "the slow one is not acknowledged");
        await flow.Drain();
    }

    [Fact]
    public async Task Malformed_message_is_kept_whole_before_it_is_acknowledged()
    {
        await Broker.Queue("q");
        await Broker.Publish("q", "{broken", "bad");
        var directory = Directory.CreateTempSubdirectory("windrow-amqp-").FullName;
        try
        {
            using (var flow = new AmqpFlow(SourceYaml("queue: q").Replace("settings: {state: none}", "", StringComparison.Ordinal), taken: new NumberSink(), stateDirectory: directory, once: true))
            {
                await flow.ToEnd();
                var letter = flow.DeadLetters.ShouldHaveSingleItem();
                letter.Failure.Reason.ShouldContain("not a JSON object");
                Value(letter.Metadata, "amqp.message_id").ShouldBe("bad");
            }

            (await Vhost.Queues())["q"].ShouldBe((0, 0));
            using var reader = new Windrow.Storage.SqliteStates(new Core.IO.PhysicalFileSystem(), TimeProvider.System).Look(directory);
            var stored = reader.ReadDeadLetters(0, 10).ShouldHaveSingleItem();
            System.Text.Encoding.UTF8.GetString(stored.Body).ShouldContain("{broken");
        }
        finally
        {
            Directory.Delete(directory, recursive: true);
        }
    }

    [Theory]
    [InlineData("dead-letters: reject", "{broken")]
    [InlineData("unmatched: reject", "{\"number\": -5}")]
    public async Task Rejected_message_goes_to_the_dead_letter_exchange(string option, string body)
    {
        await Broker.Queue("dead");
        await Broker.Queue("q", arguments: [("x-dead-letter-exchange", ""), ("x-dead-letter-routing-key", "dead")]);
        await Broker.Publish("q", body, "bad");
        await Broker.Publish("q", "{\"number\": 1}", "good");
        using var flow = new AmqpFlow(SourceYaml($"queue: q\n{option}", "actions: [{type: select, where: number > 0}, {type: taken}]"), taken: new NumberSink(), once: true);
        await flow.ToEnd();
        (await Broker.Take("dead", 1)).ShouldBe([body]);
        (await Vhost.Queues())["q"].ShouldBe((0, 0));
    }

    [Theory]
    [InlineData("queue: missing", "", "NOT_FOUND", "declare")]
    [InlineData("queue: there\ndeclare: quorum", "", "it is there and otherwise", "declare: passive")]
    [InlineData("queue: there\nbindings: [{exchange: nowhere, keys: [a]}]", "", "no exchange 'nowhere'", "correct the name")]
    [InlineData("queue: there", "password", "does not take the password of user 'guest'", "uri")]
    [InlineData("queue: there", "vhost", "vhost", "virtual host")]
    [InlineData("queue: there", "rights", "refuses access", "set_permissions")]
    public async Task What_the_broker_refuses_is_one_clear_error_and_the_source_is_given_up(string source, string wrong, string reason, string advice)
    {
        await Broker.Queue("there");
        var uri = Vhost.Uri;
        if (wrong == "password")
            uri = uri.Replace("guest:guest", "guest:wrong-one", StringComparison.Ordinal);
        if (wrong == "vhost")
            uri += "-not";
        if (wrong == "rights")
        {
            await Server.Ctl("add_user", $"{Vhost.Name}-poor", "poor");
            await Server.Ctl("set_permissions", "-p", Vhost.Name, $"{Vhost.Name}-poor", "^$", "^$", "^$");
            uri = uri.Replace("guest:guest", $"{Vhost.Name}-poor:poor", StringComparison.Ordinal);
        }

        using var flow = new AmqpFlow(SourceYaml(source, uri: uri), taken: new NumberSink()).Start();
        await flow.Host.SourcesEnded().WaitAsync(TimeSpan.FromSeconds(120), TestContext.Current.CancellationToken);
        flow.Host.LostSource.ShouldBeTrue();
        var error = flow.Logs.Lines.Where(static line => line.Level == Microsoft.Extensions.Logging.LogLevel.Error).ShouldHaveSingleItem().Text;
        error.ShouldContain(reason);
        error.ShouldContain(advice);
        error.ShouldNotContain("wrong-one");
        await flow.Drain();
    }
}
