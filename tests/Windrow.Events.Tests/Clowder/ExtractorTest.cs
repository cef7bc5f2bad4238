using System.Text;
using System.Text.Json.Nodes;
using RabbitMQ.Client;
using Windrow.Events.Tests.Amqp;
using Windrow.Testing.Servers;

namespace Windrow.Events.Tests.Clowder;

/// <summary>A test of a flow that is an extractor, on a real broker, with a Clowder server of the test's own.</summary>
public abstract class ExtractorTest(RabbitServer server) : AmqpTest(server), IDisposable
{
    internal const string Queue = "windrow.wordcount";
    internal const string Replies = "clowder.abc";

    private readonly string _directory = Directory.CreateTempSubdirectory("windrow-clowder-").FullName;

    internal TestClowder Clowder { get; } = new();

    /// <summary>Where flows keep state and files.</summary>
    internal string Home => _directory;

    public void Dispose()
    {
        Clowder.Dispose();
        Directory.Delete(_directory, recursive: true);
        GC.SuppressFinalize(this);
    }

    internal string Yaml(string actions, string source = "", string fetch = "", string? uri = null) => $$"""
        flow: extractor
        sources:
          - type: clowder
            uri: "{{uri ?? Vhost.Uri}}"
            extractor: {name: {{Queue}}, version: "1.0", description: Counts words, process: {file: [text/*]}, contexts: [{words: "http://example.org/words"}]}
            {{source}}
        plans:
          - name: p
            retry: {attempts: 3, first-delay: 20ms, maximum-delay: 50ms}
            actions:
              - type: clowder-fetch
                {{fetch}}
              {{actions.Replace("\n", "\n      ", StringComparison.Ordinal)}}
        """;

    internal string FileJob(string file, string dataset = "d1", string job = "j1", string more = "") =>
        $$"""{"id":"{{file}}","intermediateId":"{{file}}","datasetId":"{{dataset}}","jobid":"{{job}}","msgid":"m1","host":"{{Clowder.Host}}","secretKey":"{{TestClowder.Key}}","routing_key":"clowder.file.text.plain","activity":"created","filename":"{{file}}.txt","fileSize":"12","flags":"","target":"{}"{{more}}}""";

    internal string DatasetJob(string dataset, string job) =>
        $$"""{"id":"{{dataset}}","intermediateId":"{{dataset}}","datasetId":"{{dataset}}","jobid":"{{job}}","fileSize":"0","host":"{{Clowder.Host}}","secretKey":"{{TestClowder.Key}}","routing_key":"extractors.{{Queue}}","activity":"submitted","parameters":"{\"level\":1}"}""";

    internal string SecondJob(string file, string job) =>
        $$"""{"host":"{{Clowder.Host}}","secretKey":"{{TestClowder.Key}}","retry_count":0,"resource_type":"file","flags":"","filename":"{{file}}.txt","fileSize":12,"id":"{{file}}","datasetId":"d1","job_id":"{{job}}","parameters":{} }""";

    internal Task Submit(string body, string queue = Queue, string correlation = "c1") => Submit(Encoding.UTF8.GetBytes(body), queue, correlation);

    internal Task Submit(byte[] body, string queue = Queue, string correlation = "c1") => Submit(Broker, body, queue, correlation);

    internal static Task Submit(TestBroker broker, byte[] body, string queue, string correlation) =>
        broker.Publish(queue, body, new BasicProperties { ContentType = "application/json", Persistent = true, ReplyTo = Replies, CorrelationId = correlation });

    /// <summary>All statuses that have come, as kind and text, of a job.</summary>
    internal async Task<List<string>> Statuses(int count)
    {
        var bodies = await Broker.Take(Replies, count);
        return [.. bodies.Select(static body => JsonNode.Parse(body)!["status"]!.ToString())];
    }
}
