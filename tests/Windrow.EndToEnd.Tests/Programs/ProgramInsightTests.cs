using System.Net;
using System.Net.Sockets;
using Windrow.EndToEnd.Tests.Testing;

namespace Windrow.EndToEnd.Tests.Programs;

/// <summary>What the workers of a running flow do, as its operator sees it.</summary>
public sealed class ProgramInsightTests : IDisposable
{
    private readonly ProgramScene _scene = new();

    public void Dispose() => _scene.Dispose();

    [Fact]
    public async Task Worker_at_work_shows_in_status_and_metrics_with_its_progress()
    {
        _scene.Worker("""
            def handle(message):
                if message.metadata["number"] == 2 and not os.path.exists("crashed"):
                    open("crashed", "w").close()
                    os._exit(7)
                if message.metadata["number"] == 3:
                    message.progress(0.5, "row 90 of 180\x1b[2J")
                    while not os.path.exists("go"):
                        time.sleep(0.01)
                return message
            """);
        _scene.Flow(4, "{type: exec, worker: true, command: [/usr/bin/python3, work.py]}", "{type: watch, path: in, read: lines}");
        _scene.Write("in/1.jsonl", File.ReadAllText(_scene["in.jsonl"]));
        var port = FreePort();
        using var flow = WindrowProcess.Start(_scene.Path, ["run", "flow.yaml", "--metrics", $"{port}"]);
        var status = "";
        while (!status.Contains("row 90 of 180", StringComparison.Ordinal))
        {
            TestContext.Current.CancellationToken.ThrowIfCancellationRequested();
            status = (await WindrowProcess.Run(_scene.Path, "status", "flow.yaml")).Output;
        }

        status.ShouldMatch(@"2 processes started, [\d.]+ ms a message, ended: 1 crash");
        status.ShouldMatch(@"process \d+ work.py, \d+MiB, at work for [\d.]+ s(, \d waiting)?: row 90 of 180 \[2J");
        using var client = new HttpClient();
        var metrics = await client.GetStringAsync(new Uri($"http://127.0.0.1:{port}/metrics"), TestContext.Current.CancellationToken);
        const string Labels = "{flow=\"flow\",plan=\"p\",action=\"1:exec\"";
        metrics.ShouldContain($"windrow_program_processes{Labels}}} 1\n");
        metrics.ShouldContain($"windrow_program_busy{Labels}}} 1\n");
        metrics.ShouldContain($"windrow_program_started_total{Labels}}} 2\n");
        metrics.ShouldContain($"windrow_program_messages_total{Labels}}} 2\n");
        metrics.ShouldContain($"windrow_program_ends_total{Labels},cause=\"crash\"}} 1\n");
        metrics.ShouldMatch($@"windrow_program_memory_bytes{System.Text.RegularExpressions.Regex.Escape(Labels)}}} [1-9]\d{{6,}}\n");
        (await WindrowProcess.Run(_scene.Path, "status", "flow.yaml", "--json")).Json().GetProperty("programs")[0].GetProperty("processes")[0].GetProperty("progress").GetString()!.ShouldStartWith("row 90");
        _scene.Write("go", "");
        await flow.Until(() => File.Exists(_scene["out.jsonl"]) && File.ReadAllLines(_scene["out.jsonl"]).Length == 4, "all messages to come");
        flow.Signal(15);
        (await flow.Ended()).ShouldEndWith(0);
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
