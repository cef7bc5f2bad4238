using System.Text.Json.Nodes;
using Windrow.Core.IO;
using Windrow.Core.Messages;
using Windrow.Core.Payloads;
using Windrow.Events.Posttroll.Security;
using Windrow.Events.Tests.Amqp;
using Windrow.Testing.Flows;
using Windrow.Testing.Servers;

namespace Windrow.Events.Tests.Posttroll;

public sealed class CurveTests : PosttrollTest, IDisposable
{
    private readonly string _directory = Directory.CreateTempSubdirectory("windrow-curve-").FullName;
    private readonly int _port = FreePorts.Take(1)[0];

    public CurveTests()
    {
        var files = new PhysicalFileSystem();
        Certificate.Make(files, _directory, "server", default);
        Certificate.Make(files, _directory, "client", default);
        Certificate.Make(files, _directory, "stranger", default);
        Directory.CreateDirectory(Path.Combine(_directory, "clients"));
        File.Copy(Path.Combine(_directory, "client.key"), Path.Combine(_directory, "clients", "client.key"));
    }

    private string Address => $"tcp://127.0.0.1:{_port}";

    [Fact]
    public async Task Source_shows_its_key_to_a_publisher()
    {
        Peer.Do("authenticate", new JsonObject { ["keys"] = Path.Combine(_directory, "clients") });
        Peer.Do("pub", new JsonObject { ["name"] = "pub", ["bind"] = Address, ["server"] = Key("server.key_secret") });
        var sink = new NumberSink();
        using var stranger = new AmqpFlow(SourceYaml($"addresses: [\"{Address}\"]\ncurve: {{client-secret-key: {Key("stranger.key_secret")}, server-public-key: {Key("server.key")}}}"), taken: new NumberSink()).Start();
        Peer.Do("subscribed", new JsonObject { ["name"] = "pub", ["seconds"] = 1 })["topic"].ShouldBeNull();
        using var flow = new AmqpFlow(SourceYaml($"addresses: [\"{Address}\"]\ncurve: {{client-secret-key: {Key("client.key_secret")}, server-public-key: {Key("server.key")}}}"), taken: sink).Start();
        Peer.Subscribed().ShouldNotBeNull();
        Peer.Send(Message(1));
        await flow.Until(() => sink.Distinct == 1, "it has not come");
        await flow.Drain();
        await stranger.Drain();
    }

    [Fact]
    public async Task Sink_asks_subscribers_for_their_keys()
    {
        var yaml = SinkYaml($"subject: /a\nport: {_port}\nannounce: none\nunheard: wait\nfirst-wait: 0s\ncurve: {{server-secret-key: {Key("server.key_secret")}, client-keys: {Path.Combine(_directory, "clients")}}}");
        using var flow = new AmqpFlow(yaml, new GivenSource([new Message(MessageKind.Event, Metadata.From(("number", 1L)), Payload.None, new Origin("given", "1"))])).Start();
        Peer.Subscribe(Address, "open");
        Subscribe("stranger");
        await flow.UntilLogged("nobody subscribes");
        Peer.Receive(1, "open", seconds: 0.5).ShouldBeEmpty();
        Subscribe("client");
        Peer.Receive(1, "client").ShouldHaveSingleItem();
        Peer.Receive(1, "stranger", seconds: 0.5).ShouldBeEmpty();
        await flow.Drain();
    }

    [Fact]
    public async Task Only_hosts_that_are_authorized_may_connect()
    {
        var environment = new PosttrollEnvironment(FreePorts.Take(3)) { ["POSTTROLL_AUTHORIZED_CLIENT_ADDRESSES"] = "['192.0.2.77']" };
        using var flow = new AmqpFlow(SinkYaml($"subject: /a\nport: {_port}\nannounce: none\nfirst-wait: 1s"), new GivenSource([new Message(MessageKind.Event, Metadata.From(("number", 1L)), Payload.None, new Origin("given", "1"))]), environment: environment.Get, once: true);
        Peer.Subscribe(Address);
        await flow.ToEnd();
        Peer.Receive(1, seconds: 0.5).ShouldBeEmpty();
        flow.Logs.ToString().ShouldContain("nobody subscribes");
    }

    [Fact]
    public async Task Keys_that_are_missing_are_told()
    {
        using var flow = new AmqpFlow(SourceYaml($"addresses: [\"{Address}\"]\ncurve: {{client-secret-key: {Key("none.key_secret")}, server-public-key: {Key("server.key")}}}"), taken: new NumberSink()).Start();
        await flow.UntilLogged("none.key_secret");
        await flow.Drain();
    }

    void IDisposable.Dispose()
    {
        Dispose();
        Directory.Delete(_directory, recursive: true);
    }

    private void Subscribe(string who) => Peer.Do("sub", new JsonObject { ["name"] = who, ["connect"] = Address, ["topics"] = new JsonArray("pytroll:/"), ["client"] = Key($"{who}.key_secret"), ["server"] = Key("server.key") });

    private string Key(string name) => Path.Combine(_directory, name);
}
