using System.Globalization;
using System.Text;
using RabbitMQ.Client;
using Windrow.Events.Tests.Amqp;
using Windrow.Testing.Servers;

namespace Windrow.Events.Tests.Clowder;

/// <summary>A switchboard between a Clowder server's queue and those of extractors, on a real broker.</summary>
public sealed class SwitchboardTests(RabbitServer server) : AmqpTest(server)
{
    private const string Rules = """
        rules:
          - name: stereoTop
            when: "dataset.name like 'stereoTop - %' and count(dataset.files.filename, '%.bin') = 2"
            to: [{target: terra.stereo-rgb.bin2tif, parameters: {level: 1, of: "{dataset.name}"}}]
          - name: submitted
            when: "event = 'submission' and parameters.again = true"
            to: terra.geotiff.fieldmosaic
          - {name: lost, when: "filename = 'lost.txt'", to: no.such.queue}
        """;

    [Fact]
    public async Task Events_go_to_the_extractors_that_rules_name_as_these_take_them()
    {
        using var clowder = new WebServer(static (_, request) => (200, request.Path.Value!.EndsWith("/files", StringComparison.Ordinal)
            ? """[{"id":"f1","filename":"a_left.bin"},{"id":"f2","filename":"a_right.bin"}]"""
            : request.Path.Value.Contains("/d1", StringComparison.Ordinal) ? """{"id":"d1","name":"stereoTop - 2018-06-03__10-00-00-000"}""" : """{"id":"d2","name":"other"}"""));
        foreach (var queue in (string[])["ncsa.rulechecker.terra", "terra.stereo-rgb.bin2tif", "terra.geotiff.fieldmosaic"])
            await Broker.Queue(queue);
        var host = string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{clowder.Port}");
        await Send($$"""{"id":"f1","datasetId":"d1","host":"{{host}}","secretKey":"the key","routing_key":"clowder.dataset.file.added","fileSize":"12","msgid":"m1"}""", "c1");
        await Send($$"""{"id":"f3","datasetId":"d2","host":"{{host}}","secretKey":"the key","routing_key":"clowder.dataset.file.added"}""", "c2");
        await Send($$"""{"id":"d2","datasetId":"d2","host":"{{host}}","secretKey":"the key","job_id":"j3","resource_type":"dataset","parameters":"{\"again\":true}","retry_count":0}""", null);
        await Send($$"""{"id":"f4","datasetId":"d2","host":"{{host}}/","secretKey":"the key","filename":"lost.txt","routing_key":"clowder.dataset.file.added"}""", "c4");
        await Send("""{"id":"f5","datasetId":"d1","host":"","secretKey":"the key","routing_key":"clowder.dataset.file.added"}""", "c5");
        await Send("""{"id":"f6", nonsense""", "c6");

        using var flow = new AmqpFlow(Yaml(Rules, "datasets: {timeout: 30s}"), once: true);
        await flow.ToEnd();

        var (body, properties, _) = (await Broker.Take("terra.stereo-rgb.bin2tif")).ShouldHaveSingleItem();
        body.ShouldBe($$$"""{"id":"f1","datasetId":"d1","host":"{{{host}}}","secretKey":"the key","routing_key":"clowder.dataset.file.added","fileSize":"12","msgid":"m1","rulechecked":true,"parameters":{"level":1,"of":"stereoTop - 2018-06-03__10-00-00-000"}}""");
        properties.ContentType.ShouldBe("application/json");
        properties.Persistent.ShouldBeTrue();
        properties.CorrelationId.ShouldBe("c1");
        properties.ReplyTo.ShouldBe("clowder.abc");
        (body, properties, _) = (await Broker.Take("terra.geotiff.fieldmosaic")).ShouldHaveSingleItem();
        body.ShouldContain("\"retry_count\":0,\"rulechecked\":true,\"parameters\":{\"again\":true}}");
        properties.IsCorrelationIdPresent().ShouldBeFalse();

        // What cannot be worked on is kept, with the reason, and does not hold up the rest.
        flow.DeadLetters.Select(static letter => letter.Failure.Reason).ShouldBe(
            ["no queue gets the message with routing key 'no.such.queue'", "its 'host' is empty", "the body is not a JSON object"], ignoreOrder: true, comparer: new Contains());
        (await Broker.Take("ncsa.rulechecker.terra")).ShouldBeEmpty();
        flow.Logs.ToString().ShouldNotContain("the key");
        string.Join('\n', flow.DeadLetters).ShouldNotContain("the key");
    }

    [Fact]
    public async Task Each_extractor_gets_its_own_of_many()
    {
        string[] sensors = ["stereoTop", "flirIrCamera", "scanner3DTop"];
        foreach (var queue in sensors.Append("ncsa.rulechecker.terra"))
            await Broker.Queue(queue);
        var noise = string.Join('\n', Enumerable.Range(0, 30).Select(static number => $"  - {{name: other{number}, when: \"filename like 'other{number}%'\", to: no.such.queue}}"));
        for (var i = 0; i < 3_000; i++)
            await Send($$"""{"id":"f{{i}}","datasetId":"d{{i}}","filename":"{{sensors[i % 3]}} - {{i}}.bin","routing_key":"clowder.dataset.file.added"}""", $"c{i}");
        using var flow = new AmqpFlow(Yaml($"rules:\n{noise}\n{string.Join('\n', sensors.Select(static sensor => $"  - {{name: {sensor}, when: \"filename like '{sensor} - %'\", to: {sensor}}}"))}"), once: true);
        await flow.ToEnd();
        for (var i = 0; i < 3; i++)
        {
            var came = await Broker.Take(sensors[i]);
            came.Count.ShouldBe(1_000);
            came.ShouldAllBe(each => each.Body.Contains(sensors[i]));
            came.Select(static each => each.Properties.CorrelationId).Distinct().Count().ShouldBe(1_000);
        }
    }

    private string Yaml(string rules, string more = "") => $$"""
        flow: switchboard
        settings: {state: none}
        sources:
          - {type: amqp, uri: "{{Vhost.Uri}}", queue: ncsa.rulechecker.terra, declare: classic, body: clowder}
        plans:
          - name: p
            actions:
              - type: route
                {{more}}
                {{rules.Replace("\n", "\n        ", StringComparison.Ordinal)}}
              - {type: amqp, uri: "{{Vhost.Uri}}", routing-key: "{target}", body: clowder}
        """;

    private Task Send(string body, string? correlation)
    {
        var properties = new BasicProperties { ContentType = "application/json", Persistent = true, ReplyTo = "clowder.abc" };
        if (correlation is not null)
            properties.CorrelationId = correlation;
        return Broker.Publish("ncsa.rulechecker.terra", Encoding.UTF8.GetBytes(body), properties);
    }

    private sealed class Contains : IEqualityComparer<string>
    {
        public bool Equals(string? x, string? y) => x is not null && y is not null && (x.Contains(y, StringComparison.Ordinal) || y.Contains(x, StringComparison.Ordinal));

        public int GetHashCode(string obj) => 0;
    }
}
