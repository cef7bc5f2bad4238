using System.Globalization;
using System.Text.Json;
using Windrow.EndToEnd.Tests.Testing;
using Windrow.Testing.Postgres;
using Windrow.Testing.Servers;

namespace Windrow.EndToEnd.Tests.Brokers;

/// <summary>
/// A <c>collect</c> behind a stage whose queue is on a real broker, with its sets in a real database: two hosts, of which one after the other is killed. What tells that members are ready are
/// Clowder's metadata events, which know nothing of sets.
/// </summary>
public sealed class SharedSetsBehindBrokerTests(RabbitServer server, ITestOutputHelper output)
{
    private const int Kill = 9;
    private const int Terminate = 15;
    private const int Days = 15;
    private const int Datasets = 40;

    [Theory]
    [InlineData("ordered: false")]
    [InlineData("key: [datasetId]")]
    public async Task Each_set_leaves_once_though_hosts_are_killed(string stage)
    {
        var database = PostgresServer.Shared();
        var vhost = await server.NewVhostAsync();
        using var scratch = new Scratch();
        scratch.Write("feed.yaml", """
            sources: [{type: lines, path: input.jsonl}]
            plans: [{name: feed, actions: [{type: amqp, uri: "${secret:broker}", routing-key: events, unroutable: wait}]}]
            settings: {state: none}
            """);
        scratch.Write("sets.yaml", $$"""
            flow: sets
            sources: [{type: amqp, uri: "${secret:broker}", queue: events, declare: quorum, body: clowder, prefetch: 100}]
            plans:
              - name: sets
                actions:
                  - type: collect
                    key: [parameters.collection]
                    member: [datasetId]
                    ready-when: "metadata.Height is not null"
                    count: {{Datasets}}
                    deadline: 1d
                    stage: {queue: amqp, {{stage}}, maximum-count: 100, broker: {uri: "${secret:broker}", name: sets} }
                  - {type: publish, path: "sets-${HOST}.jsonl"}
            settings: {state: "${secret:database}"}
            """);

        // Of each dataset that it is there, and its metadata; all of it twice.
        var events = Enumerable.Range(0, Days * Datasets).SelectMany(static dataset => new[] { Came(dataset), Came(dataset), Told(dataset), Told(dataset) }).ToArray();
        new Random().Shuffle(events);
        scratch.Write("input.jsonl", string.Concat(events));
        (string, string)[] secrets = [("WINDROW_SECRET_BROKER", vhost.Uri), ("WINDROW_SECRET_DATABASE", database.Address(database.CreateDatabase()))];
        WindrowProcess Host(string name) => WindrowProcess.Start(scratch.Path, ["run", "sets.yaml", "--instance", name], [.. secrets, ("HOST", name)]);
        List<Trigger> Sets() => [.. scratch.Lines("sets-a.jsonl").Concat(scratch.Lines("sets-b.jsonl")).Select(Read).OfType<Trigger>().DistinctBy(static trigger => trigger.Id)];
        var (a, b) = (Host("a"), Host("b"));
        try
        {
            using (var feed = WindrowProcess.Start(scratch.Path, ["run", "feed.yaml"], secrets))
                (await feed.Ended()).ShouldEndWith(0);
            for (var kill = 0; kill < 4; kill++)
            {
                var name = kill % 2 == 0 ? "a" : "b";
                var (victim, other) = kill % 2 == 0 ? (a, b) : (b, a);
                await other.Until(() => Sets().Count >= Days * kill / 5, "some sets");
                victim.Signal(Kill);
                await victim.Ended();
                victim.Dispose();
                victim = Host(name);
                (a, b) = kill % 2 == 0 ? (victim, b) : (a, victim);
            }

            await a.TakesSignals();
            await b.TakesSignals();
            await a.Until(() => Sets().Count == Days, "every set");
            await a.Until(() => vhost.Queues().GetAwaiter().GetResult().Values.All(static queue => queue == (0, 0)), "the queues are empty");
        }
        finally
        {
            output.WriteLine($"{Sets().Count} sets\n{a.Error}\n--\n{b.Error}");
            foreach (var host in new[] { a, b }.Where(static host => !host.Process.HasExited))
                host.Signal(Terminate);
        }

        foreach (var host in new[] { a, b })
        {
            (await host.Ended()).ShouldEndWith(0);
            host.Dispose();
        }

        var sets = Sets();
        sets.Select(static set => set.Day).Order().ShouldBe(Enumerable.Range(0, Days).Select(static day => (long)day));
        sets.ShouldAllBe(static set => set.Members == Datasets && set.Revision == 1 && set.IsComplete);
        await vhost.DeleteAsync();
    }

    // As a server of version 1 writes them: a dataset is submitted with the parameters that somebody gave, and the other event knows its id alone.
    private static string Came(int dataset) => string.Create(CultureInfo.InvariantCulture, $$"""
        {"id": "{{dataset:x24}}", "intermediateId": "{{dataset:x24}}", "datasetId": "{{dataset:x24}}", "fileSize": "0", "routing_key": "extractors.sets", "activity": "submitted", "parameters": "{\"collection\": {{dataset % Days}} }"}
        """) + "\n";

    private static string Told(int dataset) => string.Create(CultureInfo.InvariantCulture, $$$"""
        {"id": "{{{dataset:x24}}}", "datasetId": "{{{dataset:x24}}}", "resourceType": "dataset", "resourceId": "{{{dataset:x24}}}", "routing_key": "clowder.metadata.added.dataset", "activity": "added", "target": "{}", "metadata": {"Height": 1.5}}
        """) + "\n";

    private static Trigger? Read(string line)
    {
        try
        {
            using var document = JsonDocument.Parse(line);
            var (root, metadata) = (document.RootElement, document.RootElement.GetProperty("metadata"));
            return new Trigger(root.GetProperty("id").GetString()!, metadata.GetProperty("parameters.collection").GetInt64(), metadata.GetProperty("members").GetArrayLength(), metadata.GetProperty("revision").GetInt32(), metadata.GetProperty("complete").GetBoolean());
        }
        catch (JsonException)
        {
            // The last line may be in the midst of being written.
            return null;
        }
    }

    private sealed record Trigger(string Id, long Day, int Members, int Revision, bool IsComplete);
}
