using System.Text;
using System.Text.Json.Nodes;
using Windrow.Core;
using Windrow.Events.Posttroll.Discovery;
using Windrow.Events.Posttroll.Settings;
using Windrow.Events.Tests.Amqp;
using Windrow.Testing.Flows;
using Windrow.Testing.Servers;

namespace Windrow.Events.Tests.Posttroll;

public sealed class NameserverTests : PosttrollTest, IAsyncLifetime
{
    private readonly int[] _ports = FreePorts.Take(4);
    private readonly CancellationTokenSource _end = new();
    private readonly LogLines _logs = new();
    private Task _running = Task.CompletedTask;

    private string Queries => $"tcp://127.0.0.1:{_ports[0]}";

    private string Registrations => $"tcp://127.0.0.1:{_ports[1]}";

    public ValueTask InitializeAsync() => default;

    [Fact]
    public void Publisher_that_registers_is_told_to_who_asks_and_forgotten_when_it_is_silent()
    {
        Start(new NameserverOptions { MaximumAge = TimeSpan.FromSeconds(2) });
        Peer.Subscribe($"tcp://127.0.0.1:{_ports[2]}", topic: "pytroll://address");
        Peer.Do("sub", new JsonObject { ["name"] = "beats", ["connect"] = $"tcp://127.0.0.1:{_ports[2]}", ["topics"] = new JsonArray("pytroll://heartbeat") });
        Answer("one").ShouldBe("");

        // A subscription takes a moment, and what is published before is lost.
        for (var port = 10; Peer.Receive(1, seconds: 0.2).Count == 0; port++)
            Register($"tcp://127.0.0.1:{port}", "another");
        Register("tcp://127.0.0.1:9", "one");
        var data = Answer("one");
        data.ShouldContain("tcp://127.0.0.1:9");
        data.ShouldContain("receive_time");
        Answer("on").ShouldBe("");
        Answer("").ShouldContain("tcp://127.0.0.1:9");
        Told(isThere: true);
        Told(isThere: false);
        SpinWait.SpinUntil(() => Answer("").Length == 0, TimeSpan.FromSeconds(10)).ShouldBeTrue();

        void Told(bool isThere)
        {
            JsonNode data;
            do
                data = Peer.Decode(Peer.Receive(1, seconds: 10).ShouldHaveSingleItem())["data"]!;
            while (data["URI"]!.ToString() != "tcp://127.0.0.1:9" || (data["status"]?.GetValue<bool>() ?? true) != isThere);
        }
    }

    [Fact]
    public void Whoever_asks_something_strange_gets_an_answer_and_the_next_one_too()
    {
        Start(new NameserverOptions());
        Peer.Ask(Queries, "no message").ShouldNotBeNull().ShouldContain(" error ");
        Peer.Ask(Queries, "several", "frames").ShouldNotBeNull().ShouldContain(" error ");
        Peer.Ask(Registrations, "no announcement").ShouldBe("ok");
        Peer.Ask(Registrations, "several", "frames").ShouldBe("ok");
        Register("tcp://127.0.0.1:9", "one");
        Answer("one").ShouldContain("tcp://127.0.0.1:9");
        _logs.ToString().ShouldContain("is no announcement");
    }

    [Fact]
    public void Announcements_by_multicast_are_heard()
    {
        try
        {
            Start(new NameserverOptions { ByMulticast = true, LocalOnly = true });
            Peer.Do("multicast", new JsonObject { ["group"] = "225.0.0.214", ["port"] = _ports[1], ["text"] = Announce("tcp://127.0.0.1:9", "one") });
        }
        catch (Exception exception) when (exception is InvalidOperationException or Core.Errors.FailureException)
        {
            Assert.Skip($"there is no multicast here: {exception.Message}");
        }

        SpinWait.SpinUntil(() => Answer("one").Contains("tcp://127.0.0.1:9", StringComparison.Ordinal), TimeSpan.FromSeconds(10)).ShouldBeTrue();
    }

    [Fact]
    public async Task Source_finds_a_sink_through_it()
    {
        Start(new NameserverOptions());
        using var environment = new PosttrollEnvironment(_ports);
        var sink = new NumberSink();
        using var to = new AmqpFlow(SourceYaml("services: [l2]\nnameserver: 127.0.0.1\ntopics: [/a]\nrefresh: 1h"), taken: sink, environment: environment.Get).Start();
        await to.UntilLogged("no publisher has the service 'l2' yet");
        using var from = new AmqpFlow(SinkYaml($"subject: /a\npublisher: l2\naddress: 127.0.0.1\nnameservers: [127.0.0.1]\nunheard: wait\nbroadcast-interval: 200ms"), new GivenSource([.. Enumerable.Range(0, 500).Select(static number => new Core.Messages.Message(Core.Messages.MessageKind.Event, Core.Messages.Metadata.From(("number", (long)number)), Core.Payloads.Payload.None, new Core.Messages.Origin("given", "n", number)))]), environment: environment.Get, once: true);
        await from.ToEnd();
        await to.Until(() => sink.Distinct == 500, "not all have come");
        await to.Drain();
    }

    public async ValueTask DisposeAsync()
    {
        await _end.CancelAsync();
        await _running;
        _end.Dispose();
        Dispose();
    }

    private void Start(NameserverOptions options)
    {
        using var environment = new PosttrollEnvironment(_ports) { ["POSTTROLL_MULTICAST_INTERFACE"] = "127.0.0.1", ["POSTTROLL_MC_GROUP"] = "225.0.0.214" };
        var services = new EngineServices { Environment = environment.Get, Logs = _logs };
        var nameserver = new Nameserver(options, PeerOptions.Make(SettingsReader.Read(services, static problem => Assert.Fail(problem)), services, 1_000, 1 << 20), services);
        _running = Task.Factory.StartNew(
            () =>
            {
                using (nameserver)
                    nameserver.Run(_end.Token);
            },
            CancellationToken.None,
            TaskCreationOptions.LongRunning,
            TaskScheduler.Default);
    }

    private static string Announce(string uri, string service) =>
        $$"""pytroll://address/{{service}} info peer@host 2026-01-02T03:04:05 v1.01 application/json {"URI": "{{uri}}", "service": ["{{service}}"], "supported_message_version": "v1.2", "backend": "unsecure_zmq"}""";

    private void Register(string uri, string service) => Peer.Ask(Registrations, Announce(uri, service)).ShouldBe("ok");

    private string Answer(string service)
    {
        var answer = Peer.Ask(Queries, $$"""pytroll://oper/ns request peer@host 2026-01-02T03:04:05 v1.01 application/json {"service": "{{service}}"}""");
        var read = Peer.Decode(Encoding.UTF8.GetBytes(answer.ShouldNotBeNull()));
        ((string)read["subject"]!).ShouldBe("/oper/ns");
        return read["data"]?.ToJsonString() ?? "";
    }
}
