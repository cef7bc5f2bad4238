using System.Globalization;
using Windrow.Core;
using Windrow.Core.Configuration;
using Windrow.Core.Flows;
using Windrow.Core.IO;
using Windrow.Core.PlugIns;
using Windrow.Events;
using Windrow.Storage;
using Windrow.Testing.Postgres;
using Windrow.Testing.Servers;

namespace Windrow.Bench;

/// <summary>
/// A switchboard on a real broker: events of 550 bytes are consumed, asked thirty rules, and published to the queue of the one that holds, confirmed, against a bare loop over
/// RabbitMQ.Client that asks nothing, at the same safety (see <see cref="AmqpBench"/>). Then the same with every event gathered, too, into a set of the day in
/// PostgreSQL, from which one trigger comes.
/// </summary>
internal static class SwitchboardBench
{
    private const int Rules = 30;
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
        using var database = PostgresServer.Start(isDurable: true);
        var vhost = await server.NewVhostAsync();
        var (rules, latch) = (new List<double>(), new List<double>());
        var detail = "";
        using var folder = new TemporaryFolder();
        for (var round = 0; round <= Rounds; round++)
        {
            var bare = await AmqpBench.TimeOf(vhost, () => AmqpBareLoop.Run(vhost.Uri, AmqpBench.Messages));
            var routed = await AmqpBench.TimeOf(vhost, () => Flow(Text(vhost.Uri, "none", "")));
            var state = database.Address(database.CreateDatabase());
            var gathered = await AmqpBench.TimeOf(vhost, () => Flow(Text(vhost.Uri, state, Latch(vhost.Uri, folder.Path("{sensor}-{hash}.txt")))), more: 1);
            if (round == 0)
                continue;
            rules.Add(bare / routed);
            latch.Add(bare / gathered);
            detail = string.Create(CultureInfo.InvariantCulture, $"{AmqpBench.Messages / routed / 1e3:0.0} by {Rules} rules, {AmqpBench.Messages / gathered / 1e3:0.0} with a set of all in PostgreSQL, against {AmqpBench.Messages / bare / 1e3:0.0} thousand/s");
        }

        return [new Figure("switchboard of 30 rules", Measure.Median(rules), "×", 0.7, false, detail), new Figure("switchboard with a latch in PostgreSQL", Measure.Median(latch), "×", 0.6, false, detail)];
    }

    private static string Text(string uri, string state, string more) => $$"""
        flow: bench
        settings: {state: "{{state}}"}
        sources: [{type: amqp, uri: "{{uri}}", queue: in, body: json}]
        plans:
          - name: p
            actions:
              - type: route
                rules: [{{string.Join(", ", Enumerable.Range(0, Rules).Select(static number => number == Rules - 1
                    ? "{name: last, when: \"sensor = 'stereoTop' and level < 2\", to: out}"
                    : $"{{name: r{number}, when: \"sensor = 'sensor {number}' and level < 2\", to: out}}"))}}]
              - {type: amqp, uri: "{{uri}}", routing-key: out}
        {{more}}
        """;

    private static string Latch(string uri, string list) => $$"""
          - name: day
            actions:
              - {type: collect, key: [sensor], member: [dataset], count: {{AmqpBench.Messages}}, deadline: 1h, list: "{dataset}", list-file: "{{list}}"}
              - {type: amqp, uri: "{{uri}}", routing-key: out}
        """;

    private static async Task Flow(string text)
    {
        var catalog = new PlugInCatalog().AddCore().AddEvents();
        var (services, diagnostics) = (new EngineServices { States = new StateStores(new PhysicalFileSystem(), TimeProvider.System, new Random()) }, new DiagnosticBag());
        var root = ConfigReader.Read(text, "bench.yaml", diagnostics);
        var flow = new FlowReader(catalog, services, diagnostics).Read(root!, "/tmp/bench.yaml") ?? throw new InvalidOperationException(diagnostics.ToString());
        if (flow.State is { } state)
            flow = flow with { State = state with { Instance = "one" } };
        using var host = new FlowHost(flow, services);
        host.Start();
        while (host.Counts().Open > 0 || host.Counts().Accepted < AmqpBench.Messages)
            await Task.Delay(1);
        if (!await host.DrainAsync())
            throw new InvalidOperationException("it does not end");
    }
}
