using System.Net.Sockets;
using Windrow.Core.Messages;
using Windrow.Core.Payloads;
using Windrow.Events.Posttroll.Settings;
using Windrow.Events.Tests.Amqp;
using Windrow.Testing.Flows;
using Windrow.Testing.Servers;

namespace Windrow.Events.Tests.Posttroll;

/// <summary>Addresses of every kind, both ways, and posttroll's files of settings.</summary>
public sealed class AddressTests : PosttrollTest
{
    private readonly string _directory = Directory.CreateTempSubdirectory("windrow-posttroll-").FullName;

    [Theory]
    [InlineData("ipc")]
    [InlineData("ipv6")]
    public async Task Source_listens_there(string kind)
    {
        var address = Peer.Publish(bind: AddressOf(kind));
        var sink = new NumberSink();
        using var flow = new AmqpFlow(SourceYaml($"addresses: [\"{address}\"]\ntranslate: true"), taken: sink).Start();
        Peer.Subscribed().ShouldNotBeNull();
        Peer.Send(Message(1));
        await flow.Until(() => sink.Distinct == 1, "it has not come");
        await flow.Drain();
    }

    [Theory]
    [InlineData("ipc")]
    [InlineData("ipv6")]
    public async Task Sink_publishes_there(string kind)
    {
        var port = FreePorts.Take(1)[0];
        var address = AddressOf(kind);
        var options = kind == "ipc" ? $"address: \"{address}\"" : $"address: \"[::1]\"\nport: {port}";
        Peer.Subscribe(kind == "ipc" ? address : $"tcp://[::1]:{port}");
        using var flow = new AmqpFlow(SinkYaml($"subject: /a\nannounce: none\nheartbeat: 0s\n{options}"), new GivenSource([new Message(MessageKind.Event, Metadata.From(("number", 7L)), Payload.None, new Origin("given", "n", 0))]), once: true);
        await flow.ToEnd();
        Peer.Decode(Peer.Receive(1).ShouldHaveSingleItem())["data"]!.ToJsonString().ShouldBe("{\"number\":7}");
    }

    [Fact]
    public void Files_of_settings_are_read_in_their_order_and_the_environment_over_them()
    {
        var more = Directory.CreateDirectory(Path.Combine(_directory, "home/.config/posttroll")).FullName;
        File.WriteAllText(Path.Combine(more, "a.yaml"), "nameserver_port: 1\nbroadcast_port: 2\nmc_group: 225.0.0.9\ntcp_keepalive: 0\n");
        File.WriteAllText(Path.Combine(more, "b.json"), "{\"broadcast-port\": 3, \"authorized_client_addresses\": [\"127.0.0.1\", \"recv1\"]}");
        File.WriteAllText(Path.Combine(more, "broken.yaml"), "nameserver_port: [1");
        File.WriteAllText(Path.Combine(_directory, "own.yaml"), "address_publish_port: 4\nmessage_version: v1.01\nbackend: secure_zmq\npub_min_port: lots\n");
        var environment = new Dictionary<string, string> { ["HOME"] = Path.Combine(_directory, "home"), ["POSTTROLL_CONFIG"] = Path.Combine(_directory, "own.yaml"), ["POSTTROLL_ADDRESS_PUBLISH_PORT"] = "5", ["NAMESERVER_PORT"] = "6" };
        var problems = new List<string>();
        var settings = SettingsReader.Read(new Core.EngineServices { Environment = environment.GetValueOrDefault }, problems.Add);
        (settings.NameserverPort, settings.BroadcastPort, settings.AddressPublishPort, settings.MinimumPort).ShouldBe((1, 3, 5, 49152));
        (settings.MulticastGroup, settings.KeepAlive, settings.MessageVersion, settings.IsSecure).ShouldBe(("225.0.0.9", 0, "v1.01", true));
        settings.AuthorizedClients.ShouldBe(["127.0.0.1", "recv1"]);
        problems.Count.ShouldBe(2, string.Join('\n', problems));
        problems[0].ShouldContain("broken.yaml:");
        problems[1].ShouldContain("pub_min_port: 'lots' is no whole number");
    }

    public override void Dispose()
    {
        base.Dispose();
        Directory.Delete(_directory, recursive: true);
        GC.SuppressFinalize(this);
    }

    private string AddressOf(string kind)
    {
        if (kind == "ipc")
            return $"ipc://{_directory}/socket";
        try
        {
            using var probe = new TcpListener(System.Net.IPAddress.IPv6Loopback, 0);
            probe.Start();
        }
        catch (SocketException exception)
        {
            Assert.Skip($"there is no IPv6 here: {exception.Message}");
        }

        return "tcp://[::1]:0";
    }
}
