using System.Text;
using System.Text.Json.Nodes;
using Windrow.Core.Messages;
using Windrow.Core.Payloads;
using Windrow.Events.Tests.Amqp;
using Windrow.Testing.Flows;
using Windrow.Testing.Servers;

namespace Windrow.Events.Tests.Posttroll;

public sealed class PosttrollSinkTests : PosttrollTest
{
    private readonly int _port = FreePorts.Take(1)[0];

    private string Address => $"tcp://127.0.0.1:{_port}";

    [Fact]
    public async Task Messages_wait_for_the_first_subscriber_and_are_read_by_python()
    {
        var given = new GivenSource([Event(("number", 1L), ("sensor", "seviri"), ("start_time", new DateTime(2026, 1, 2, 3, 0, 0, DateTimeKind.Utc))), Event(("number", 2L), ("sensor", "viirs"))]);
        Peer.Subscribe(Address, topic: "pytroll://");
        using var flow = new AmqpFlow(SinkYaml($"subject: \"/{{sensor}}/x\"\nmessage-type: dataset\nport: {_port}\nannounce: none\nfirst-wait: 30s\nid-key: windrow_id"), given, once: true);
        await flow.ToEnd();
        var frames = Peer.Receive(2);
        var first = Peer.Decode(frames[0]);
        ((string)first["subject"]!).ShouldBe("/seviri/x");
        ((string)first["type"]!).ShouldBe("dataset");
        ((string)first["version"]!).ShouldBe("v1.2");
        first["data"]!["start_time"]!.ToString().ShouldBe("2026-01-02T03:00:00+00:00");
        first["data"]!["windrow_id"]!.ToString().Length.ShouldBe(32);
        ((string)Peer.Decode(frames[1])["version"]!).ShouldBe("v1.01");
        flow.DeadLetters.ShouldBeEmpty();
    }

    [Fact]
    public async Task Message_that_nobody_subscribes_to_waits_when_told_so()
    {
        var given = new GivenSource([Event(("number", 1L))]);
        using var flow = new AmqpFlow(SinkYaml($"subject: /a\nport: {_port}\naddress: 127.0.0.1\nannounce: none\nfirst-wait: 0s\nunheard: wait"), given).Start();
        Peer.Subscribe(Address, "other", "pytroll://b");
        await flow.Until(() => flow.Host.Plans()[0].Actions[0].Counters.Retried > 0, "it did not wait");
        Peer.Subscribe(Address, topic: "pytroll://a");
        Peer.Receive(1).Count.ShouldBe(1);
        await flow.Drain();
        flow.DeadLetters.ShouldBeEmpty();
    }

    [Fact]
    public async Task Subject_with_spaces_or_without_its_metadata_is_a_dead_letter()
    {
        var given = new GivenSource([Event(("number", 1L), ("name", "two words")), Event(("number", 2L))]);
        using var flow = new AmqpFlow(SinkYaml($"subject: \"/{{name}}\"\nport: {_port}\nannounce: none\nfirst-wait: 0s"), given, once: true);
        await flow.ToEnd();
        flow.DeadLetters.Count.ShouldBe(2);
        flow.DeadLetters[0].ToString().ShouldContain("one word");
    }

    [Fact]
    public async Task Relay_passes_every_octet_on()
    {
        var from = Peer.Publish();
        var yaml = SourceYaml($"addresses: [\"{from}\"]").Replace("actions: [{type: taken}]", $"actions: [{{type: posttroll, relay: true, port: {_port}, announce: none, unheard: wait}}]", StringComparison.Ordinal);
        Peer.Subscribe(Address);
        using var flow = new AmqpFlow(yaml).Start();
        Peer.Subscribed().ShouldNotBeNull();
        byte[][] sent =
        [
            Peer.Encode("/a/b", "file", """{"z": "é", "a": [1, 2.50, null], "t": "2026-01-02T03:00:00", "x": 1e22}"""),
            Peer.Encode("/a/b", "dataset", """{"t": "2026-01-02T03:00:00+02:00"}""", "v1.2"),
            Peer.Encode("/a/b", "info", "\"just text  with spaces\""),
            Peer.Encode("/a/b", "info", "{}"),
            Peer.Encode("/a/b", "list", "[1, \"20200101\", {\"a\": 1}]"),
            [.. "pytroll://a file peer@host 2026-01-02T03:04:05 v1.01 binary/octet-stream "u8, 0, 0xFF, 0x80],
        ];
        foreach (var frame in sent)
            Peer.Send(frame);
        var got = Peer.Receive(sent.Length);
        await flow.Drain();
        got.Select(Encoding.Latin1.GetString).ShouldBe(sent.Select(Encoding.Latin1.GetString));
    }

    [Fact]
    public async Task Publisher_registers_with_nameservers_and_sends_heartbeats()
    {
        var ports = FreePorts.Take(3);
        using var environment = new PosttrollEnvironment(ports);
        Peer.Do("rep", new JsonObject { ["name"] = "ns", ["bind"] = $"tcp://127.0.0.1:{ports[1]}" });
        using var flow = new AmqpFlow(SinkYaml($"subject: /a\npublisher: l2\naliases: [two]\naddress: 127.0.0.1\nports: 20000-31999\nnameservers: [127.0.0.1]\nbroadcast-interval: 100ms\nheartbeat: 200ms"), new GivenSource([], stays: true), environment: environment.Get).Start();
        var said = Peer.Receive(3, "ns", reply: "ok").Select(Peer.Decode).ToList();
        said.Count.ShouldBe(3);
        var data = said[0]["data"]!;
        ((string)said[0]["subject"]!).ShouldBe("/address/l2");
        data["service"]!.ToJsonString().ShouldBe("""["l2","two"]""");
        data["supported_message_version"]!.ToString().ShouldBe("v1.2");
        Peer.Subscribe(data["URI"]!.ToString(), topic: "pytroll://heartbeat/l2");
        var beat = Peer.Decode(Peer.Receive(1).ShouldHaveSingleItem());
        ((string)beat["type"]!).ShouldBe("beat");
        beat["data"]!["min_interval"]!.GetValue<double>().ShouldBe(0.2);
        await flow.Drain();
    }

    [Fact]
    public async Task Publisher_is_announced_by_multicast()
    {
        var ports = FreePorts.Take(3);
        using var environment = new PosttrollEnvironment(ports) { ["POSTTROLL_MULTICAST_INTERFACE"] = "127.0.0.1", ["POSTTROLL_MC_GROUP"] = "225.0.0.213" };
        using var flow = new AmqpFlow(SinkYaml($"subject: /a\npublisher: l2\nport: {_port}\nbroadcast-interval: 100ms"), new GivenSource([], stays: true), environment: environment.Get).Start();
        string text;
        try
        {
            text = (string)Peer.Do("hear", new JsonObject { ["group"] = "225.0.0.213", ["port"] = ports[1] })["text"]!;
        }
        catch (InvalidOperationException exception) when (!exception.Message.Contains("timed out", StringComparison.Ordinal))
        {
            Assert.Skip($"there is no multicast here: {exception.Message}");
            return;
        }

        Peer.Decode(Encoding.UTF8.GetBytes(text))["data"]!["URI"]!.ToString().ShouldEndWith($":{_port}");
        await flow.Drain();
    }

    [Fact]
    public async Task Sinks_with_one_name_and_port_are_one_publisher_and_a_subscriber_comes_back()
    {
        var yaml = SinkYaml($"subject: /a\nport: {_port}\nannounce: none\nunheard: wait") + $"\n  - name: q\n    actions: [{{type: posttroll, subject: /b, port: {_port}, announce: none, unheard: wait}}]\n";
        Peer.Subscribe(Address);
        using var flow = new AmqpFlow(yaml, new GivenSource([Event(("number", 1L)), Event(("number", 2L))], stays: true)).Start();
        Peer.Receive(4).Count.ShouldBe(4);
        Peer.Do("close", new JsonObject { ["name"] = "sub" });
        Peer.Subscribe(Address);
        await flow.Drain();
        flow.DeadLetters.ShouldBeEmpty();
    }

    private static Message Event(params (string, MetadataValue)[] entries) =>
        new(MessageKind.Event, Metadata.From(entries), Payload.None, new Origin("given", entries[0].Item2.ToString()));
}
