using System.Net;
using System.Net.Sockets;
using System.Text;
using Windrow.EndToEnd.Tests.Testing;

namespace Windrow.EndToEnd.Tests.Running;

/// <summary>Work that waits for a resource class or for memory, in a real process against a real server.</summary>
public sealed class ResourceTests : IDisposable
{
    private const int Terminate = 15;

    private readonly Scratch _scratch = new();
    private readonly TcpListener _server = new(IPAddress.Loopback, 0);

    public ResourceTests()
    {
        _server.Start();
        Directory.CreateDirectory(_scratch["incoming"]);
    }

    public void Dispose()
    {
        _server.Dispose();
        _scratch.Dispose();
    }

    [Fact]
    public async Task Status_and_metrics_say_who_waits_and_all_is_done_in_the_end()
    {
        var port = ((IPEndPoint)_server.LocalEndpoint).Port;
        _scratch.Write("flow.yaml", $$$"""
            sources: [{type: watch, path: incoming, read: lines, quiet: 100ms}]
            plans:
              - name: first
                actions: [{type: post, url: "http://127.0.0.1:{{{port}}}/first", resources: {memory: 6MiB, class: upload}}]
              - name: second
                actions: [{type: post, url: "http://127.0.0.1:{{{port}}}/second", resources: {memory: 6MiB, class: upload}}]
            settings: {resources: {memory: 10MiB, classes: {upload: 2} } }
            """);
        var metricsPort = FreePort();
        using var process = WindrowProcess.Start(_scratch.Path, ["run", "flow.yaml", "--metrics", $"{metricsPort}", "--verbose"]);
        await process.Tells("started");
        _scratch.Write("part", "{\"x\": 1}\n");
        File.Move(_scratch["part"], _scratch["incoming/a.jsonl"]);

        using var held = await _server.AcceptTcpClientAsync(TestContext.Current.CancellationToken);
        var status = await Status();
        while (!status.Output.Contains("waits for", StringComparison.Ordinal))
            status = await Status();
        status.Output.ShouldContain("resources in use: memory 6MiB of 10MiB, upload 1 of 2");
        status.Output.ShouldMatch(@"(first|second)/1:post waits for 6MiB of memory and class upload since 20\d\d-");
        using var http = new HttpClient();
        var metrics = await http.GetStringAsync(new Uri($"http://127.0.0.1:{metricsPort}/metrics"), TestContext.Current.CancellationToken);
        metrics.ShouldContain("windrow_resource_memory_bytes{flow=\"flow\",state=\"used\"} 6291456");
        metrics.ShouldContain("windrow_resource_class{flow=\"flow\",class=\"upload\",state=\"limit\"} 2");
        metrics.ShouldContain("windrow_resource_waiting{flow=\"flow\"} 1");

        await Answer(held);
        using var second = await _server.AcceptTcpClientAsync(TestContext.Current.CancellationToken);
        await Answer(second);
        process.Signal(Terminate);
        (await process.Ended()).ShouldEndWith(0).Error.ShouldContain("1 accepted, 1 done");
    }

    private Task<Result> Status() => WindrowProcess.Run(_scratch.Path, "status", "flow.yaml");

    private static async Task Answer(TcpClient client)
    {
        var buffer = new byte[4_096];
        (await client.GetStream().ReadAsync(buffer, TestContext.Current.CancellationToken)).ShouldBeGreaterThan(0);
        await client.GetStream().WriteAsync(Encoding.ASCII.GetBytes("HTTP/1.1 204 No Content\r\nConnection: close\r\n\r\n"), TestContext.Current.CancellationToken);
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
