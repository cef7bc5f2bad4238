using System.Text.Json;
using Windrow.EndToEnd.Tests.Testing;
using Windrow.Testing.Servers;

namespace Windrow.EndToEnd.Tests.Brokers;

/// <summary>Several <c>windrow run</c> work on one flow, through a real broker.</summary>
public sealed class SeveralHostsTests(RabbitServer server, ITestOutputHelper output)
{
    private const int Kill = 9;
    private const int Terminate = 15;
    private const int Many = 4_000;

    [Fact]
    public async Task Hosts_that_are_killed_at_any_instant_lose_nothing()
    {
        var vhost = await server.NewVhostAsync();
        using var scratch = new Scratch();
        scratch.Write("feed.yaml", """
            sources: [{type: lines, path: input.jsonl}]
            plans: [{name: feed, actions: [{type: amqp, uri: "${secret:broker}", routing-key: events, unroutable: wait}]}]
            settings: {state: none}
            """);
        scratch.Write("work.yaml", """
            sources: [{type: amqp, uri: "${secret:broker}", queue: events, declare: quorum, prefetch: 100}]
            plans:
              - name: work
                actions:
                  - {type: publish, path: "out-${HOST}.jsonl", stage: {queue: amqp, key: [key], maximum-count: 100, broker: {uri: "${secret:broker}", name: work, partitions: 6}}}
            settings: {state: "state-${HOST}"}
            """);
        scratch.Write("input.jsonl", string.Concat(Enumerable.Range(0, Many).Select(static i => $$"""{"number": {{i}}, "key": {{i % 50}}}""" + "\n")));
        WindrowProcess Host(string name) => WindrowProcess.Start(scratch.Path, ["run", "work.yaml"], ("HOST", name), ("WINDROW_SECRET_BROKER", vhost.Uri));
        int[] Done(string name) => File.Exists(scratch[$"out-{name}.jsonl"]) ? [.. File.ReadLines(scratch[$"out-{name}.jsonl"]).Select(NumberOf).OfType<int>()] : [];
        var (a, b) = (Host("a"), Host("b"));
        using var feed = WindrowProcess.Start(scratch.Path, ["run", "feed.yaml"], ("WINDROW_SECRET_BROKER", vhost.Uri));
        (await feed.Ended()).ExitCode.ShouldBe(0);
        var random = new Random();
        for (var kill = 0; kill < 4; kill++)
        {
            var before = Done("a").Length + Done("b").Length;
            await b.Until(() => Done("a").Length + Done("b").Length > before + random.Next(50, 300) || Done("a").Concat(Done("b")).Distinct().Count() == Many, "something is done");
            a.Signal(Kill);
            await a.Ended();
            a.Dispose();
            (a, b) = kill % 2 == 0 ? (b, Host("a")) : (b, Host("b"));
        }

        await a.Until(() => Done("a").Concat(Done("b")).Distinct().Count() == Many, "all is done");

        // What comes a second time, as the broker does not know that it is done, is worked off too.
        for (var left = 200; left > 0 && (await vhost.Queues()).Any(static each => each.Value != (0, 0)); left--)
            await Task.Delay(100, TestContext.Current.CancellationToken);
        foreach (var host in new[] { a, b })
        {
            host.Signal(Terminate);
            (await host.Ended()).ExitCode.ShouldBe(0);
            host.Dispose();
        }

        var all = Done("a").Concat(Done("b")).ToList();
        all.Distinct().Order().ShouldBe(Enumerable.Range(0, Many));
        (Done("a").Length == Done("a").Distinct().Count() && Done("b").Length == Done("b").Distinct().Count()).ShouldBeTrue("an effect is there twice within one host");
        output.WriteLine($"{all.Count - Many} of {Many} were done by both hosts; a did {Done("a").Length}, b {Done("b").Length}");
        (await vhost.Queues()).Where(static each => each.Value != (0, 0)).ShouldBeEmpty();
        await vhost.DeleteAsync();
    }

    // The last line may be in the midst of being written.
    private static int? NumberOf(string line)
    {
        try
        {
            return JsonDocument.Parse(line).RootElement.GetProperty("metadata").GetProperty("number").GetInt32();
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
