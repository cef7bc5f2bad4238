using System.Text;
using System.Text.Json;
using Windrow.Core.Errors;
using Windrow.Core.Messages;
using Windrow.Core.Payloads;
using Windrow.Testing.Flows;
using Windrow.Testing.Servers;

namespace Windrow.Events.Tests.Amqp;

/// <summary>The <c>amqp</c> sink on a real broker.</summary>
public sealed class AmqpSinkTests(RabbitServer server) : AmqpTest(server)
{
    [Fact]
    public async Task Properties_headers_and_routing_are_composed_of_the_metadata()
    {
        await Broker.Exchange("products", "topic");
        await Broker.Queue("out");
        await Broker.Bind("out", "products", "flir.#");
        var message = TestFlow.Message(1, ("sensor", "flir"), ("amqp.correlation_id", "c7"), ("amqp.exchange", "old"));
        await Run("exchange: products\nrouting-key: \"{sensor}.{number}\"\nheaders: {sensor: \"{sensor}\", none: \"{missing}\"}\nproperties: {correlation-id: \"{amqp.correlation_id}\", reply-to: answers, type: product, priority: \"5\", app-id: \"{missing}\"}", [message]);
        var (body, properties, routingKey) = (await Broker.Take("out")).ShouldHaveSingleItem();
        routingKey.ShouldBe("flir.1");
        JsonDocument.Parse(body).RootElement.EnumerateObject().Select(static each => each.Name).ShouldBe(["number", "sensor"]);
        properties.CorrelationId.ShouldBe("c7");
        properties.ReplyTo.ShouldBe("answers");
        properties.Type.ShouldBe("product");
        properties.Priority.ShouldBe((byte)5);
        properties.Persistent.ShouldBeTrue();
        properties.ContentType.ShouldBe("application/json");
        properties.MessageId.ShouldBe(TestFlow.Message(1).Id.ToString());
        properties.IsAppIdPresent().ShouldBeFalse();
        properties.Headers!.Keys.ShouldBe(["sensor"]);
        Encoding.UTF8.GetString((byte[])properties.Headers!["sensor"]!).ShouldBe("flir");
    }

    [Theory]
    [InlineData("body: template\ntemplate: '{{\"id\": \"{number}\"}}'", """{"id": "1"}""")]
    [InlineData("body: metadata", """{"number":1,"text":"é"}""")]
    public async Task Body_has_the_form_that_is_asked_for(string options, string expected)
    {
        await Broker.Queue("out");
        await Run($"routing-key: out\n{options}", [TestFlow.Message(1, ("text", "é"))]);
        (await Broker.Take("out")).ShouldHaveSingleItem().Body.ShouldBe(expected);
    }

    [Fact]
    public async Task Payload_is_published_as_it_is_and_a_message_without_one_is_a_dead_letter()
    {
        await Broker.Queue("out");
        var large = new byte[10_000_000];
        new Random(1).NextBytes(large);
        using var flow = await Run(
            "routing-key: out\nbody: payload\nproperties: {content-type: application/x-grib}",
            [WithPayload(1, large), TestFlow.Message(2), WithPayload(3, [])]);
        flow.DeadLetters.ShouldHaveSingleItem().Failure.Reason.ShouldContain("no octets");
        var got = await Broker.Channel.BasicGetAsync("out", autoAck: true, TestContext.Current.CancellationToken);
        got!.Body.Span.SequenceEqual(large).ShouldBeTrue();
        got.BasicProperties.ContentType.ShouldBe("application/x-grib");
        (await Broker.Take("out")).ShouldHaveSingleItem().Body.ShouldBe("");
    }

    [Fact]
    public async Task What_no_queue_gets_is_a_dead_letter_and_the_rest_arrives()
    {
        await Broker.Queue("a");
        using var flow = await Run("routing-key: \"{to}\"", [.. Enumerable.Range(0, 300).Select(static number => TestFlow.Message(number, ("to", number % 3 == 0 ? "missing" : "a")))]);
        flow.DeadLetters.Count.ShouldBe(100);
        flow.DeadLetters.ShouldAllBe(static letter => letter.Failure.Reason.Contains("no queue gets the message with routing key 'missing'"));
        (await Broker.Take("a")).Select(static each => each.Body).Distinct().Count().ShouldBe(200);
    }

    [Fact]
    public async Task What_no_queue_gets_waits_where_it_is_to()
    {
        using var flow = new AmqpFlow(SinkYaml("routing-key: later\nunroutable: wait"), new GivenSource([TestFlow.Message(1)])).Start();
        await flow.Until(() => flow.Host.Plans()[0].Retries.Any(), "it does not wait");
        await Broker.Queue("later");
        (await Broker.Take("later", 1)).Count.ShouldBe(1);
        await flow.Drain();
        flow.DeadLetters.ShouldBeEmpty();
    }

    [Fact]
    public async Task Exchange_that_is_missing_harms_only_what_is_for_it()
    {
        await Broker.Queue("a");
        await Broker.Exchange("there", "fanout");
        await Broker.Bind("a", "there");
        using var flow = await Run("exchange: \"{to}\"\nrouting-key: k", [.. Enumerable.Range(0, 200).Select(static number => TestFlow.Message(number, ("to", number % 50 == 7 ? "nowhere" : "there")))]);
        flow.DeadLetters.Count.ShouldBe(4);
        flow.DeadLetters.ShouldAllBe(static letter => letter.Failure.Reason.Contains("no exchange 'nowhere'"));
        (await Broker.Take("a")).Select(static each => each.Body).Distinct().Count().ShouldBe(196);
    }

    [Fact]
    public async Task What_the_broker_cannot_keep_is_tried_again_and_then_a_dead_letter()
    {
        await Broker.Queue("full", arguments: [("x-max-length", 1), ("x-overflow", "reject-publish")]);
        using var flow = await Run("routing-key: full", [.. Enumerable.Range(0, 3).Select(static number => TestFlow.Message(number))]);
        flow.DeadLetters.Count.ShouldBe(2);
        flow.DeadLetters.ShouldAllBe(static letter => letter.Failure.Class == ErrorClass.Transient && letter.Attempts == 3 && letter.Failure.Reason.Contains("nack"));
    }

    [Fact]
    public async Task Wrong_password_is_told_once_and_what_is_to_be_published_waits()
    {
        await Broker.Queue("out");
        var uri = Vhost.Uri.Replace("guest:guest", "guest:wrong-one", StringComparison.Ordinal);
        using var flow = new AmqpFlow(SinkYaml("routing-key: out", uri), new GivenSource([TestFlow.Message(1)])).Start();
        await flow.UntilLogged("does not take the password of user 'guest'");
        await flow.StopAtOnce();
        flow.DeadLetters.ShouldBeEmpty();
        flow.Logs.ToString().ShouldNotContain("wrong-one");
        flow.Host.Counts().Open.ShouldBe(1);
    }

    private static Message WithPayload(int number, byte[] bytes) => new(MessageKind.Event, Metadata.From(("number", (long)number)), BytesPayload.Copy(bytes), new Origin("test", "memory", number));

    private async Task<AmqpFlow> Run(string sink, IReadOnlyList<Message> messages)
    {
        var flow = new AmqpFlow(SinkYaml(sink), new GivenSource(messages), once: true);
        await flow.ToEnd();
        return flow;
    }
}
