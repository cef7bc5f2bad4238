using System.Text;
using System.Text.Json.Nodes;
using Windrow.Core.Messages;
using Windrow.Events.Tests.Amqp;
using Windrow.Testing.Flows;
using Windrow.Testing.Servers;

namespace Windrow.Events.Tests.Posttroll;

public sealed class PosttrollSourceTests : PosttrollTest
{
    [Fact]
    public async Task Messages_that_are_none_are_dead_letters_and_the_next_one_comes()
    {
        var address = Peer.Publish();
        var sink = new NumberSink();
        using var flow = new AmqpFlow(SourceYaml($"addresses: [\"{address}\"]"), taken: sink).Start();
        Peer.Subscribed().ShouldNotBeNull();
        Peer.Send(Message(1));
        Peer.Send("pytroll://test file peer@host yesterday v1.01");
        Peer.Send("pytroll://test file peer@host 2026-01-02T03:04:05 v1.01 application/json");
        Peer.Send([.. Encoding.ASCII.GetBytes("pytroll://"), 0xFF, 0xFE, 0]);
        Peer.Do("send", new JsonObject { ["name"] = "pub", ["frames"] = new JsonArray(Convert.ToHexString(Encoding.ASCII.GetBytes(Message(9))), "00") });
        Peer.Send(Message(2));
        await flow.Until(() => sink.Distinct == 2, "both have not come");
        await flow.Until(() => flow.DeadLetters.Count == 4, "there are not four dead letters");
        flow.DeadLetters[0].ToString().ShouldContain("yesterday");
        await flow.Drain();
        sink.All.First().Origin.Position.ShouldBe("/test");
    }

    [Fact]
    public async Task Long_message_comes_whole_and_octets_become_the_payload()
    {
        var address = Peer.Publish();
        var sink = new TakenSink();
        using var flow = new AmqpFlow(SourceYaml($"addresses: [\"{address}\"]"), taken: sink).Start();
        Peer.Subscribed().ShouldNotBeNull();
        var header = "pytroll://test file peer@host 2026-01-02T03:04:05 v1.01"u8;
        Peer.Send([.. header, .. " text/ascii "u8, .. new string('x', 20_000_000).Select(static letter => (byte)letter)]);
        byte[] octets = [0, 0xFF, 10, 32, 0xC3];
        Peer.Send([.. header, .. " binary/octet-stream "u8, .. octets]);
        await sink.Reached(2).WaitAsync(TimeSpan.FromSeconds(120), TestContext.Current.CancellationToken);
        await flow.Drain();
        sink.Messages[0].Content.Length.ShouldBeGreaterThan(20_000_000);
        sink.Messages[1].Content.ShouldEndWith(Convert.ToHexString(System.Security.Cryptography.SHA256.HashData(octets)));
    }

    [Fact]
    public async Task Burst_of_a_hundred_thousand_loses_none()
    {
        const int Count = 100_000;
        var address = Peer.Publish();
        var sink = new NumberSink();
        using var flow = new AmqpFlow(SourceYaml($"addresses: [\"{address}\"]"), taken: sink).Start();
        Peer.Subscribed().ShouldNotBeNull();
        Peer.Do("burst", new JsonObject { ["name"] = "pub", ["count"] = Count });
        await flow.Until(() => sink.Distinct == Count, "not all have come");
        await flow.Drain();
        flow.DeadLetters.ShouldBeEmpty();
    }

    [Fact]
    public async Task Only_topics_come_and_a_restarted_publisher_is_found_again()
    {
        var address = Peer.Publish();
        var sink = new NumberSink();
        using var flow = new AmqpFlow(SourceYaml($"addresses: [\"{address}\"]\ntopics: [/a]"), taken: sink).Start();
        Peer.Subscribed(topic: "pytroll://a").ShouldNotBeNull();
        Peer.Send(Message(1, "/a/b"));
        Peer.Send(Message(2, "/b"));
        Peer.Send(Message(3, "/ab"));
        Peer.Do("close", new JsonObject { ["name"] = "pub" });
        Peer.Publish(bind: address);
        Peer.Subscribed(topic: "pytroll://a").ShouldNotBeNull();
        Peer.Send(Message(4, "/a"));
        await flow.Until(() => sink.Distinct == 3, "not all have come");
        await flow.Drain();
        sink.All.Select(static each => each.Number()).ShouldBe([1L, 3L, 4L]);
    }

    [Fact]
    public async Task Publishers_are_found_through_a_nameserver_and_followed()
    {
        var ports = FreePorts.Take(3);
        using var environment = new PosttrollEnvironment(ports);
        Peer.Do("rep", new JsonObject { ["name"] = "ns", ["bind"] = $"tcp://127.0.0.1:{ports[0]}" });
        Peer.Publish("feed", $"tcp://127.0.0.1:{ports[2]}");
        var first = Peer.Publish("first");
        var second = Peer.Publish("second");
        var sink = new NumberSink();
        using var flow = new AmqpFlow(SourceYaml("services: [one]\nnameserver: 127.0.0.1\nrefresh: 1h"), taken: sink, environment: environment.Get).Start();
        var question = Encoding.UTF8.GetString(Peer.Receive(1, "ns", reply: $$"""pytroll://oper/ns info peer@host 2026-01-02T03:04:05 v1.01 application/json [{"URI": "{{first}}", "service": ["one"], "status": true, "name": "address", "receive_time": "2026-01-02T03:04:05"}]""").ShouldHaveSingleItem());
        Peer.Decode(Encoding.UTF8.GetBytes(question))["data"]!.ToJsonString().ShouldBe("""{"service":"one"}""");
        Peer.Subscribed("first").ShouldNotBeNull();
        Peer.Send(Message(1), "first");
        Peer.Subscribed("feed").ShouldBe("pytroll://address");
        Peer.Send($$"""pytroll://address/one info peer@host 2026-01-02T03:04:05 v1.01 application/json {"URI": "{{second}}", "service": ["one", "two"]}""", "feed");
        Peer.Subscribed("second").ShouldNotBeNull();
        Peer.Send(Message(2), "second");
        await flow.Until(() => sink.Distinct == 2, "both have not come");
        Peer.Send($$"""pytroll://address/one info peer@host 2026-01-02T03:04:05 v1.01 application/json {"status": false, "URI": "{{second}}", "service": ["one"]}""", "feed");
        await flow.Until(() => Peer.Do("receive", new JsonObject { ["name"] = "second", ["count"] = 1, ["seconds"] = 1 })["frames"]!.AsArray().Any(static each => ((string)each!).StartsWith("00", StringComparison.Ordinal)), "it is still subscribed to");
        await flow.Drain();
    }

    [Fact]
    public async Task Publisher_without_heartbeats_is_told()
    {
        var address = Peer.Publish();
        using var flow = new AmqpFlow(SourceYaml($"addresses: [\"{address}\"]\ntopics: [/a]\nheartbeat-alarm: 2"), taken: new NumberSink()).Start();
        Peer.Subscribed(topic: "pytroll://heartbeat").ShouldNotBeNull();
        const string Beat = "pytroll://heartbeat/l2 beat peer@host 2026-01-02T03:04:05 v1.01 application/json {\"min_interval\": 0.2}";
        Peer.Send(Beat);
        await flow.UntilLogged("l2 at " + address + " has sent no heartbeat");
        flow.Services.Outside.All.ShouldContain(host => !host.IsReachable && host.Name.StartsWith("l2 at", StringComparison.Ordinal));
        Peer.Send(Beat);
        await flow.UntilLogged("sends heartbeats again");
        await flow.Drain();
        flow.Host.Counts().Accepted.ShouldBe(0);
    }

    [Fact]
    public async Task Host_of_the_sender_is_that_of_the_connection_when_told_so()
    {
        var address = Peer.Publish();
        var sink = new NumberSink();
        using var flow = new AmqpFlow(SourceYaml($"addresses: [\"{address}\"]\ntranslate: true\ntimes: none"), taken: sink).Start();
        Peer.Subscribed().ShouldNotBeNull();
        Peer.Send(Message(1));
        await flow.Until(() => sink.Distinct == 1, "it has not come");
        await flow.Drain();
        var metadata = sink.All.Single().Metadata;
        Value(metadata, "posttroll.sender").ShouldBe("peer@127.0.0.1");
        Value(metadata, "start_time").ShouldBe("2026-01-02T03:00:00");
        sink.All.Single().Kind.ShouldBe(MessageKind.File);
    }
}
