using Windrow.Testing.Servers;

namespace Windrow.Events.Tests.Amqp;

/// <summary>What brokers and networks do to a source and a sink. Nothing may be lost, and what has an effect twice must be known by its id.</summary>
public sealed class AmqpFaultTests(RabbitServer server) : AmqpTest(server)
{
    private const int Many = 3_000;

    [Fact]
    public async Task Connection_that_is_cut_again_and_again_loses_nothing_and_repeats_nothing_in_the_process()
    {
        await Broker.Queue("q");
        for (var i = 0; i < 200; i++)
            await Broker.Publish("q", $$"""{"number": {{i}}}""", $"{i}");
        using var proxy = new CuttableProxy(Server.Port);
        var taken = new NumberSink(holds: true);
        using var flow = new AmqpFlow(SourceYaml("queue: q\nprefetch: 300", uri: Vhost.UriAt(proxy.Port)), taken: taken).Start();
        await flow.Until(() => taken.Held == 200, "they do not come");
        for (var cut = 1; cut <= 3; cut++)
        {
            var before = await Vhost.Connections();
            proxy.Cut();
            await flow.Until(async () => (await Vhost.Connections()) is var now && now.Except(before).Any() && before.Except(now).Any(), "it does not connect again, or the broker does not know that it has gone");
            await flow.Until(async () => (await Vhost.Queues())["q"] == (0, 200), "the broker does not bring them again");
        }

        taken.LetGo();
        await flow.Until(async () => (await Vhost.Queues())["q"] == (0, 0), "they are not acknowledged");
        taken.Distinct.ShouldBe(200);
        taken.Most.ShouldBe(1);
        await flow.Drain();
        flow.Host.Counts().Accepted.ShouldBe(200);
    }

    [Fact]
    public async Task Connection_that_is_cut_before_all_has_come_again_repeats_nothing_in_the_process()
    {
        await Broker.Queue("q");
        var more = new string('x', 50_000);
        for (var i = 0; i < 200; i++)
            await Broker.Publish("q", $$"""{"number": {{i}}, "more": "{{more}}"}""", $"{i}");
        using var proxy = new CuttableProxy(Server.Port);
        var taken = new NumberSink(holds: true);
        using var flow = new AmqpFlow(SourceYaml("queue: q\nprefetch: 300", uri: Vhost.UriAt(proxy.Port)), taken: taken).Start();
        await flow.Until(() => taken.Held == 200, "they do not come");
        for (var cut = 1; cut <= 5; cut++)
        {
            var before = await Vhost.Connections();
            proxy.Cut();

            // It takes a while until all has come.
            await flow.Until(async () => (await Vhost.Connections()).Except(before).Any(), "it does not connect again");
        }

        await flow.Until(async () => (await Vhost.Queues())["q"] == (0, 200), "the broker does not bring them again");
        taken.LetGo();
        await flow.Until(async () => (await Vhost.Queues())["q"] == (0, 0), "they are not acknowledged");
        (taken.Distinct, taken.Most).ShouldBe((200, 1));
        await flow.Drain();
        flow.Host.Counts().Accepted.ShouldBe(200);
    }

    [Fact]
    public async Task Message_that_waits_for_room_when_the_connection_is_cut_is_taken_when_it_comes_again()
    {
        await Broker.Queue("q");
        await Broker.Publish("q", """{"number": 0}""", "0");
        await Broker.Publish("q", """{"number": 1}""", "1");
        using var proxy = new CuttableProxy(Server.Port);
        var taken = new NumberSink(holds: true);
        var yaml = SourceYaml("queue: q", uri: Vhost.UriAt(proxy.Port)).Replace("state: none", "state: none, credit-count: 1", StringComparison.Ordinal);
        using var flow = new AmqpFlow(yaml, taken: taken).Start();
        await flow.Until(async () => taken.Held == 1 && (await Vhost.Queues())["q"] == (0, 2), "they do not come");
        proxy.Cut();
        await flow.UntilLogged("it is tried again until it works");
        taken.LetGo();
        await flow.Until(async () => (await Vhost.Queues())["q"] == (0, 0), "they are not acknowledged");
        taken.Distinct.ShouldBe(2);
        taken.Most.ShouldBe(1);
        await flow.Drain();
    }

    // Each time takes ten seconds, so all four ways are tried in full by ./dev fault only.
    public static TheoryData<bool, string> WaysToGo => IsExhaustive
        ? new() { { false, "classic" }, { true, "classic" }, { false, "quorum" }, { true, "quorum" } }
        : new() { { false, "classic" }, { true, "quorum" } };

    private static bool IsExhaustive => Environment.GetEnvironmentVariable("WINDROW_EXHAUSTIVE") == "1";

    [Theory]
    [MemberData(nameof(WaysToGo))]
    public async Task Broker_that_goes_again_and_again_under_load_gets_everything_and_nothing_under_two_ids(bool isKilled, string kind)
    {
        var times = isKilled || IsExhaustive ? 3 : 1;
        await using var own = new RabbitServer();
        var vhost = await own.NewVhostAsync();
        var broker = await TestBroker.Connect(vhost);
        await broker.Queue("in", kind == "quorum");
        await broker.Queue("out", kind == "quorum");
        for (var i = 0; i < Many; i++)
            await broker.Publish("in", $$"""{"number": {{i}}}""", $"m{i}");
        using var flow = new AmqpFlow($$"""
            flow: test
            settings: {state: none}
            sources: [{type: amqp, uri: "{{vhost.Uri}}", queue: in, prefetch: 100}]
            plans:
              - name: p
                actions:
                  - {type: held}
                  - {type: amqp, uri: "{{vhost.Uri}}", routing-key: out}
            """, more: static catalog => catalog.Add(Core.PlugIns.PlugIn.Action("held", "Takes its time.", static () => NoOptions.Set, static (_, _) => new SlowAction()))).Start();
        for (var time = 1; time <= times; time++)
        {
            await flow.Until(() => flow.Host.Counts().Delivered >= time * Many / 5, "nothing goes on");
            if (isKilled)
                await own.KillAsync();
            else
                await own.StopAsync();
            await flow.UntilLogged("it is tried again until it works");
            await own.StartAsync();
        }

        await flow.Until(async () => (await vhost.Queues()) is var queues && queues["in"] == (0, 0) && queues["out"].Ready >= Many, "not everything arrives");
        await flow.Drain();
        broker = await TestBroker.Connect(vhost);
        var all = await broker.Take("out");
        all.Select(static each => each.Body).Distinct().Count().ShouldBe(Many);
        all.Select(static each => each.Properties.MessageId).Distinct().Count().ShouldBe(Many);
        TestContext.Current.TestOutputHelper?.WriteLine($"{kind}, {(isKilled ? "killed" : "stopped")}: {all.Count - Many} of {Many} came twice");
        await broker.DisposeAsync();
    }

    [Fact]
    public async Task What_is_published_twice_has_one_effect_behind_dedupe()
    {
        await Broker.Queue("in");
        await Broker.Queue("out");
        using var proxy = new CuttableProxy(Server.Port);
        using var relay = new AmqpFlow($$"""
            flow: relay
            settings: {state: none}
            sources: [{type: amqp, uri: "{{Vhost.Uri}}", queue: in}]
            plans: [{name: p, actions: [{type: held}, {type: amqp, uri: "{{Vhost.UriAt(proxy.Port)}}", routing-key: out}]}]
            """, more: static catalog => catalog.Add(Core.PlugIns.PlugIn.Action("held", "Takes its time.", static () => NoOptions.Set, static (_, _) => new SlowAction()))).Start();
        await Publish(0, 1_000);
        for (var cut = 1; cut <= 6; cut++)
        {
            await relay.Until(() => relay.Host.Counts().Delivered >= cut * 150, "nothing goes on");
            proxy.Cut();
        }

        await relay.Until(() => relay.Host.Counts().Delivered == 1_000, "not everything is published");
        await relay.Drain();
        var there = (await Vhost.Queues())["out"].Ready;
        TestContext.Current.TestOutputHelper?.WriteLine($"{there - 1_000} of 1000 were published twice");
        there.ShouldBeGreaterThanOrEqualTo(1_000);
        var taken = new NumberSink();
        using var behind = new AmqpFlow(SourceYaml("queue: out", "actions: [{type: dedupe, key: [number]}, {type: taken}]"), taken: taken, once: true);
        await behind.ToEnd();
        taken.Distinct.ShouldBe(1_000);
        taken.Most.ShouldBe(1);
    }

    [Fact]
    public async Task Broker_that_is_not_there_at_the_start_is_waited_for()
    {
        await using var own = new RabbitServer();
        var vhost = await own.NewVhostAsync();
        await using (var broker = await TestBroker.Connect(vhost))
        {
            await broker.Queue("q");
            await broker.Publish("q", """{"number": 1}""", "m");
        }

        await own.StopAsync();
        var taken = new NumberSink();
        using var flow = new AmqpFlow(SourceYaml("queue: q", uri: vhost.Uri), taken: taken).Start();
        await flow.UntilLogged("cannot be reached");
        flow.Services.Outside.All.ShouldHaveSingleItem().IsReachable.ShouldBeFalse();
        await own.StartAsync();
        await flow.Until(() => taken.Distinct == 1, "nothing comes");
        flow.Services.Outside.All.ShouldHaveSingleItem().IsReachable.ShouldBeTrue();
        await flow.Drain();
        flow.Logs.Lines.Count(static line => line.Text.Contains("it is tried again", StringComparison.Ordinal)).ShouldBe(1);
    }

    [Fact]
    public async Task Half_open_connection_is_given_up_and_nothing_is_lost()
    {
        await Broker.Queue("in");
        await Broker.Queue("out");
        using var proxy = new CuttableProxy(Server.Port);
        using var flow = new AmqpFlow($$"""
            flow: test
            settings: {state: none}
            sources: [{type: amqp, uri: "{{Vhost.UriAt(proxy.Port)}}", queue: in, heartbeat: 1s, timeout: 2s}]
            plans:
              - name: p
                actions: [{type: amqp, uri: "{{Vhost.UriAt(proxy.Port)}}", routing-key: out, heartbeat: 1s, timeout: 2s}]
            """).Start();
        await Publish(0, 100);
        await flow.Until(() => flow.Host.Counts().Delivered == 100, "the first do not come");
        proxy.Swallow(true);
        await Publish(100, 200);
        await flow.UntilLogged("it is tried again until it works");
        proxy.Swallow(false);
        proxy.Cut();
        await flow.Until(async () => (await Vhost.Queues())["in"] == (0, 0), "the rest does not come");
        await flow.Drain();
        (await Broker.Take("out")).Select(static each => each.Properties.MessageId).Distinct().Count().ShouldBe(200);
    }

    [Fact]
    public async Task Queue_that_is_deleted_is_made_again_where_it_is_declared()
    {
        var taken = new NumberSink();
        using var flow = new AmqpFlow(SourceYaml("queue: q\ndeclare: classic"), taken: taken).Start();
        await flow.Until(async () => (await Vhost.Queues()).ContainsKey("q") && await Broker.Channel.ConsumerCountAsync("q") == 1, "the queue is not declared");
        await Broker.Delete("q");
        await flow.UntilLogged("cancelled the consumer");
        await flow.Until(async () => (await Vhost.Queues()).ContainsKey("q"), "the queue is not declared again");
        await Broker.Publish("q", """{"number": 1}""", "m");
        await flow.Until(() => taken.Distinct == 1, "nothing comes");
        await flow.Drain();
    }

    [Fact]
    public async Task Message_that_is_held_beyond_the_brokers_time_out_is_finished_and_not_begun_again()
    {
        await using var own = new RabbitServer();
        var vhost = await own.NewVhostAsync();
        await own.Ask("application:set_env(rabbit, consumer_timeout, 2000), application:set_env(rabbit, channel_tick_interval, 500).");
        await using var broker = await TestBroker.Connect(vhost);
        await broker.Queue("q");
        await broker.Publish("q", """{"number": 1}""", "long job");
        var taken = new NumberSink(holds: true);
        using var flow = new AmqpFlow(SourceYaml("queue: q", uri: vhost.Uri), taken: taken).Start();
        await flow.UntilLogged("consumer_timeout");
        await flow.UntilLogged("stage: {queue: durable}");
        await flow.Until(async () => (await vhost.Queues())["q"] == (0, 1), "it is not brought again");
        taken.LetGo();
        await flow.Until(async () => (await vhost.Queues())["q"] == (0, 0), "it is not acknowledged");
        taken.Most.ShouldBe(1);
        await flow.Drain();
    }

    [Fact]
    public async Task Without_a_broker_a_flow_stops_and_what_is_not_published_comes_again()
    {
        await Broker.Queue("in");
        await Broker.Queue("out");
        using var proxy = new CuttableProxy(Server.Port);
        var yaml = $$"""
            flow: test
            settings: {drain-within: 2s}
            sources: [{type: amqp, uri: "{{Vhost.Uri}}", queue: in}]
            plans:
              - name: p
                actions: [{type: amqp, uri: "{{Vhost.UriAt(proxy.Port)}}", routing-key: out, stage: {queue: durable} }]
            """;
        var directory = Directory.CreateTempSubdirectory("windrow-amqp-").FullName;
        try
        {
            using (var flow = new AmqpFlow(yaml, stateDirectory: directory).Start())
            {
                proxy.Refuse(true);
                await Publish(0, 500);
                await flow.Until(async () => (await Vhost.Queues())["in"] == (0, 0), "they are not stored");

                // In good order, although nothing can be published: the store has it.
                await flow.Drain();
            }

            (await Broker.Take("out")).ShouldBeEmpty();
            proxy.Refuse(false);
            using var next = new AmqpFlow(yaml, stateDirectory: directory, once: true);
            await next.ToEnd();
            (await Broker.Take("out")).Select(static each => each.Body).Distinct().Count().ShouldBe(500);
        }
        finally
        {
            Directory.Delete(directory, recursive: true);
        }
    }

    private async Task Publish(int from, int to)
    {
        for (var i = from; i < to; i++)
            await Broker.Publish("in", $$"""{"number": {{i}}}""", $"m{i}");
    }
}
