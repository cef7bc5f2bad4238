using System.Diagnostics;
using System.Text;
using RabbitMQ.Client;
using Windrow.Core;
using Windrow.Core.Configuration;
using Windrow.Core.Flows;
using Windrow.Core.PlugIns;
using Windrow.Events;
using Windrow.Testing.Servers;

namespace Windrow.Bench;

/// <summary>
/// Messages of 550 bytes of JSON from one classic durable queue to another on a broker of the bench's own: by a source, a select and a sink, against a bare loop over
/// RabbitMQ.Client at the same safety: persistent, mandatory, confirmed in a window, and acknowledged only when the copy is confirmed.
/// </summary>
internal static class AmqpBench
{
    public const int Messages = 40_000;
    private const int Rounds = 5;

    public static IEnumerable<Figure> Run()
    {
        if (RabbitServer.Missing is { } reason)
            throw new InvalidOperationException($"{reason}; apt-get install rabbitmq-server");
        return RunAsync().GetAwaiter().GetResult();
    }

    private static async Task<List<Figure>> RunAsync()
    {
        await using var server = new RabbitServer();
        var vhost = await server.NewVhostAsync();
        var (forward, made) = (new List<double>(), new List<double>());
        var detail = "";
        for (var round = 0; round <= Rounds; round++)
        {
            var bare = await TimeOf(vhost, () => AmqpBareLoop.Run(vhost.Uri, Messages));
            var payload = await TimeOf(vhost, () => Flow(vhost.Uri, "json-and-bytes", "payload"));
            var metadata = await TimeOf(vhost, () => Flow(vhost.Uri, "json", "metadata"));
            if (round == 0)
                continue;
            forward.Add(bare / payload);
            made.Add(bare / metadata);
            detail = $"{Messages / payload / 1e3:0.0} as it came, {Messages / metadata / 1e3:0.0} written anew, against {Messages / bare / 1e3:0.0} thousand/s";
        }

        return [new Figure("amqp consume, select, publish", Measure.Median(forward), "×", 0.8, false, detail), new Figure("amqp with JSON written anew", Measure.Median(made), "×", 0.7, false, detail)];
    }

    /// <summary>Seconds that it takes to bring all messages from one queue to the other.</summary>
    /// <param name="more">Messages that come beside them.</param>
    public static async Task<double> TimeOf(RabbitVhost vhost, Func<Task> run, int more = 0)
    {
        await using var connection = await new ConnectionFactory { Uri = new Uri(vhost.Uri) }.CreateConnectionAsync();
        await using var channel = await connection.CreateChannelAsync(new CreateChannelOptions(true, true, null));
        foreach (var queue in new[] { "in", "out" })
        {
            await channel.QueueDeclareAsync(queue, durable: true, exclusive: false, autoDelete: false);
            await channel.QueuePurgeAsync(queue);
        }

        var filler = new string('x', 420);
        var tasks = new Queue<Task>();
        for (var i = 0; i < Messages; i++)
        {
            var body = Encoding.UTF8.GetBytes($$"""{"number": {{i}}, "sensor": "stereoTop", "dataset": "a dataset {{i}}", "level": 1.5, "files": ["{{filler}}"]}""");
            tasks.Enqueue(channel.BasicPublishAsync("", "in", mandatory: true, new BasicProperties { MessageId = $"m{i}", Persistent = true, ContentType = "application/json" }, body).AsTask());
            if (tasks.Count > 1_000)
                await tasks.Dequeue();
        }

        await Task.WhenAll(tasks);
        var begun = Stopwatch.GetTimestamp();
        await run();
        var seconds = Stopwatch.GetElapsedTime(begun).TotalSeconds;
        var (left, there) = (await channel.MessageCountAsync("in"), await channel.MessageCountAsync("out"));
        return left == 0 && there == Messages + more ? seconds : throw new InvalidOperationException($"{left} messages are left and {there} have come");
    }

    private static async Task Flow(string uri, string body, string published)
    {
        var catalog = new PlugInCatalog().AddCore().AddEvents();
        var (services, diagnostics) = (new EngineServices(), new DiagnosticBag());
        var root = ConfigReader.Read(
            $$"""
            settings: {state: none}
            sources: [{type: amqp, uri: "{{uri}}", queue: in, body: {{body}}}]
            plans:
              - name: p
                actions:
                  - {type: select, where: "sensor = 'stereoTop'"}
                  - {type: amqp, uri: "{{uri}}", routing-key: out, body: {{published}}}
            """,
            "bench.yaml", diagnostics);
        using var host = new FlowHost(new FlowReader(catalog, services, diagnostics).Read(root!, "/tmp/bench.yaml") ?? throw new InvalidOperationException(diagnostics.ToString()), services);
        host.Start();
        while (host.Counts().Delivered < Messages)
            await Task.Delay(1);
        if (!await host.DrainAsync())
            throw new InvalidOperationException("it does not end");
    }
}
