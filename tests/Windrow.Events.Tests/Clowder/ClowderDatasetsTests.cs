using System.Collections.Concurrent;
using System.Text;
using Microsoft.AspNetCore.Http;
using Windrow.Core;
using Windrow.Core.Configuration;
using Windrow.Core.Errors;
using Windrow.Core.Messages;
using Windrow.Core.Payloads;
using Windrow.Events.Clowder;
using Windrow.Events.Outside;
using Windrow.Events.Route;

namespace Windrow.Events.Tests.Clowder;

/// <summary>What rules want to know of a dataset, asked over HTTP with the answers of both generations.</summary>
public sealed class ClowderDatasetsTests
{
    private const DatasetParts All = DatasetParts.Info | DatasetParts.Files | DatasetParts.Metadata;

    private readonly ConcurrentQueue<string> _asked = new();

    [Theory]
    [InlineData("v1")]
    [InlineData("v2")]
    public void Each_part_is_asked_for_once(string version)
    {
        using var server = new WebServer((_, request) => Answer(request));
        var datasets = Datasets($"version: {version}");
        datasets.Find(Event(server, "d1"), DatasetParts.Files, out var files).ShouldBeNull();
        MetadataJson.ToText(files).ShouldBe("""{"files":[{"filename":"a.bin","id":"1"}]}""");
        datasets.Find(Event(server, "d1"), All, out var all).ShouldBeNull();
        MetadataJson.ToText(all).ShouldBe("""{"files":[{"filename":"a.bin","id":"1"}],"id":"d1","metadata":{"cleaned":true,"height":2},"name":"stereoTop - 1"}""");
        _asked.ShouldBe(version == "v1"
            ? ["/api/datasets/d1/files?key=the%20key ", "/api/datasets/d1?key=the%20key ", "/api/datasets/d1/metadata.jsonld?key=the%20key "]
            : ["/api/v2/datasets/d1/files the key", "/api/v2/datasets/d1 the key", "/api/v2/datasets/d1/metadata the key"]);
        datasets.Forget();
        datasets.Find(Event(server, "d1"), DatasetParts.Info, out _).ShouldBeNull();
        _asked.Count.ShouldBe(4);
    }

    [Fact]
    public void Key_of_the_options_goes_to_the_server_of_the_options_alone()
    {
        using var server = new WebServer((_, request) => Answer(request));
        Datasets($"host: 'http://127.0.0.1:{server.Port}'\nkey: mine").Find(Event(server, "d1", host: "http://evil.example/"), DatasetParts.Info, out _).ShouldBeNull();
        _asked.ShouldBe(["/api/datasets/d1?key=mine "]);
        var diagnostics = new DiagnosticBag();
        Bind("key: mine", diagnostics);
        diagnostics.ToString().ShouldContain("would be sent to whatever server");
        diagnostics.ToString().ShouldNotContain("mine");
    }

    [Theory]
    [InlineData(404, ErrorClass.Permanent, "404")]
    [InlineData(401, ErrorClass.Permanent, "401")]
    [InlineData(500, ErrorClass.Transient, "500")]
    [InlineData(503, ErrorClass.Waiting, "503")]
    [InlineData(200, ErrorClass.Transient, "no JSON")]
    public void What_the_server_answers_decides_about_the_message(int status, ErrorClass kind, string reason)
    {
        using var server = new WebServer((_, _) => (status, "oops"));
        var failure = Datasets("").Find(Event(server, "d1"), DatasetParts.Info, out _);
        failure!.Class.ShouldBe(kind);
        failure.Reason.ShouldContain(reason);
        failure.ToString().ShouldNotContain("the key");
    }

    [Fact]
    public void Server_that_is_not_there_is_waited_for()
    {
        var failure = Datasets("").Find(Event(null, "d1", host: $"http://127.0.0.1:{WebServer.FreePort()}"), DatasetParts.Info, out _);
        failure!.Class.ShouldBe(ErrorClass.Waiting);
    }

    [Theory]
    [InlineData("", "d1", "'host' is empty")]
    [InlineData("ftp://x/", "d1", "no http or https address")]
    [InlineData("http://x/", "", "names no dataset")]
    public void Event_without_what_is_needed_is_a_dead_letter(string host, string dataset, string reason)
    {
        var failure = Datasets("").Find(Event(null, dataset, host), DatasetParts.Info, out _);
        failure!.Class.ShouldBe(ErrorClass.Permanent);
        failure.Reason.ShouldContain(reason);
    }

    private (int, string) Answer(HttpRequest request)
    {
        _asked.Enqueue($"{request.Path}{request.QueryString} {request.Headers["X-API-KEY"]}");
        var isFirst = !request.Path.Value!.Contains("/v2/", StringComparison.Ordinal);
        return (200, request.Path.Value.Split('/')[^1] switch
        {
            "files" => isFirst ? """[{"id":"1","filename":"a.bin"}]""" : """{"metadata":{"total_count":1},"data":[{"id":"1","filename":"a.bin"}]}""",
            "metadata.jsonld" or "metadata" => """ [{"agent":{"name":"x"},"content":{"cleaned":false,"height":2}},{"content":{"cleaned":true}},{"no":"content"}]""",
            _ => """{"id":"d1","name":"stereoTop - 1"}""",
        });
    }

    private static ClowderDatasets Datasets(string options)
    {
        var diagnostics = new DiagnosticBag();
        var bound = Bind(options, diagnostics);
        diagnostics.ToString().ShouldBeEmpty();
        return new ClowderDatasets(bound, new ClowderClient(bound.Timeout, new EngineServices(), new HostBreakers()));
    }

    private static DatasetsOptions Bind(string options, DiagnosticBag diagnostics) =>
        DatasetsOptions.Set.Bind(options.Length == 0 ? new MappingNode([]) : (MappingNode)ConfigReader.Read(options, "datasets.yaml", diagnostics)!, diagnostics);

    private static Message Event(WebServer? server, string dataset, string? host = null)
    {
        var body = Encoding.UTF8.GetBytes($$"""{"host":"{{host ?? $"http://127.0.0.1:{server!.Port}"}}","datasetId":"{{dataset}}","secretKey":"the key","routing_key":"clowder.dataset.file.added"}""");
        return new Message(MessageKind.Event, ClowderEvent.Read(body), BytesPayload.Copy(body), new Origin("test", "memory", 1));
    }
}
