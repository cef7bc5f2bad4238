using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;
using Windrow.EndToEnd.Tests.Testing;

namespace Windrow.EndToEnd.Tests.Commands;

/// <summary><c>windrow missing</c>, and a flow that tells a real receiver what does not come.</summary>
public sealed class MissingCommandTests : IDisposable
{
    private const int Kill = 9;
    private const int Terminate = 15;

    private readonly Scratch _scratch = new();

    public MissingCommandTests()
    {
        Directory.CreateDirectory(_scratch["incoming"]);
        Write("{every: 1d, within: 1h}");
    }

    public void Dispose() => _scratch.Dispose();

    [Fact]
    public async Task Without_expectations_it_says_what_to_write()
    {
        _scratch.Write("flow.yaml", "plans: [{actions: [{type: \"null\"}]}]\n");
        (await Run("missing", "flow.yaml")).ShouldEndWith(3).Error.ShouldContain("write 'expect: {every: 15min, within: 8min}'");
    }

    [Fact]
    public async Task A_flow_that_never_ran_knows_nothing() => (await Run("missing", "flow.yaml")).ShouldEndWith(1).Error.ShouldContain("the flow has not run");

    [Fact]
    public async Task A_time_that_is_none_is_a_wrong_command_line() => (await Run("missing", "flow.yaml", "--at", "teatime")).ShouldEndWith(2).Error.ShouldContain("'teatime' is no time");

    [Fact]
    public async Task Names_what_is_missing_and_who_is_silent_while_the_flow_runs_and_after()
    {
        // Judged by a time to come, so that nothing has to be waited for.
        Write("{every: 1d, within: 1h, of: {area: [north, south]}, name: maps}");
        var tomorrow = DateTime.UtcNow.Date.AddDays(1);
        var at = tomorrow.AddHours(1).ToString("yyyy-MM-dd'T'HH:mm'Z'", CultureInfo.InvariantCulture);
        using var process = WindrowProcess.Start(_scratch.Path, ["run", "flow.yaml", "--verbose"]);
        await process.Until(() => File.Exists(_scratch[".windrow/flow/control"]), "the control socket");
        (await Run("missing", "flow.yaml")).ShouldEndWith(0).Output.ShouldContain("plan/maps: every 1d within 1h");

        var running = (await Run("missing", "flow.yaml", "--at", at)).ShouldEndWith(1).Output;
        running.ShouldContain($"missing: area=north; area=south");
        running.ShouldContain("source 'watch' has brought nothing in this run");
        var json = (await Run("missing", "flow.yaml", "--at", at, "--json")).ShouldEndWith(1).Json();
        json.GetProperty("running").GetBoolean().ShouldBeTrue();
        var trouble = json.GetProperty("expectations")[0].GetProperty("troubles")[0];
        trouble.GetProperty("state").GetString().ShouldBe("late");
        trouble.GetProperty("missing")[1].GetString().ShouldBe("area=south");

        (await Run("status", "flow.yaml", "--json")).ShouldEndWith(0).Json().GetProperty("expectations")[0].GetProperty("name").GetString().ShouldBe("maps");
        (await Run("check", "flow.yaml")).Output.ShouldContain("plan is expected every 1d within 1h, at least 2");
        process.Signal(Terminate);
        (await process.Ended()).ShouldEndWith(0);
        (await Run("missing", "flow.yaml", "--at", at)).ShouldEndWith(1).Output.ShouldContain("the flow does not run; its last run began at");
    }

    [Fact]
    public async Task A_receiver_is_told_late_and_recovered_with_the_product_that_did_not_come()
    {
        using var server = new TcpListener(IPAddress.Loopback, 0);
        server.Start();
        var port = ((IPEndPoint)server.LocalEndpoint).Port;
        _scratch.Write("flow.yaml", $$$"""
            sources: [{type: watch, path: incoming, read: lines, quiet: 100ms}]
            plans:
              - name: maps
                expect: {product: "out/{area}.jsonl", every: 2s, within: 1s, time: for, late-for: 1h, name: rain}
                actions: [{type: set, compose: {file: "{area}"} }, {type: publish, path: out/north.jsonl}]
              - name: alarm
                takes: notifications
                actions: [{type: select, match: {state: [late, recovered]} }, {type: post, url: "http://127.0.0.1:{{{port}}}/alarm"}]
            """);
        using var process = WindrowProcess.Start(_scratch.Path, ["run", "flow.yaml", "--verbose"]);
        var late = await Receive(server);
        late.ShouldContain("\"state\":\"late\"");
        late.ShouldContain("out/{area}.jsonl");
        late.ShouldContain("source 'watch' has brought nothing in this run");
        var at = late.IndexOf("\"expected\":\"", StringComparison.Ordinal) + "\"expected\":\"".Length;
        var expected = late[at..late.IndexOf('"', at)];
        _scratch.Write("part", $"{{\"area\": \"north\", \"for\": \"{expected}\"}}\n");
        File.Move(_scratch["part"], _scratch["incoming/a.jsonl"]);
        string told;
        do
            told = await Receive(server);
        while (!told.Contains("\"state\":\"recovered\"", StringComparison.Ordinal));
        told.ShouldContain($"\"expected\":\"{expected}\"");
        server.Stop();
        process.Signal(Terminate);
        process.Signal(Terminate);
        await process.Ended();
        process.Error.ShouldContain("recovered, came at");
    }

    [Fact]
    public async Task What_came_is_known_after_the_process_was_killed()
    {
        Write("{every: 1d, within: 1h, time: for}");
        var tomorrow = DateTime.UtcNow.Date.AddDays(1);
        var at = tomorrow.AddHours(1).ToString("yyyy-MM-dd'T'HH:mm'Z'", CultureInfo.InvariantCulture);
        using var process = WindrowProcess.Start(_scratch.Path, ["run", "flow.yaml", "--verbose"]);
        await process.Until(() => File.Exists(_scratch[".windrow/flow/control"]), "the control socket");
        (await Run("missing", "flow.yaml", "--at", at)).ShouldEndWith(1);
        _scratch.Write("part", $"{{\"for\": \"{tomorrow:yyyy-MM-dd}\"}}\n");
        File.Move(_scratch["part"], _scratch["incoming/a.jsonl"]);

        // The file is done when its message is settled, and what came is durable no later.
        await process.Until(() => _scratch.Lines("out.jsonl").Length == 1 && !Run("status", "flow.yaml", "--json").GetAwaiter().GetResult().Output.Contains("\"open\":1", StringComparison.Ordinal), "the message to be settled");
        process.Signal(Kill);
        await process.Ended();
        (await Run("missing", "flow.yaml", "--at", at)).ShouldEndWith(0).Output.ShouldContain("met        plan/expect-1");
    }

    private static async Task<string> Receive(TcpListener server)
    {
        using var client = await server.AcceptTcpClientAsync(TestContext.Current.CancellationToken);
        var stream = client.GetStream();
        var buffer = new byte[16_384];
        var text = "";
        while (!text.Contains("\r\n\r\n", StringComparison.Ordinal) || !text.TrimEnd().EndsWith('}'))
        {
            var count = await stream.ReadAsync(buffer, TestContext.Current.CancellationToken);
            if (count == 0)
                break;
            text += Encoding.UTF8.GetString(buffer, 0, count);
        }

        await stream.WriteAsync(Encoding.ASCII.GetBytes("HTTP/1.1 204 No Content\r\nConnection: close\r\n\r\n"), TestContext.Current.CancellationToken);
        return text;
    }

    private void Write(string expect) => _scratch.Write("flow.yaml", $$"""
        sources: [{type: watch, path: incoming, read: lines, quiet: 100ms}]
        plans:
          - name: plan
            expect: {{expect}}
            actions: [{type: publish, path: out.jsonl}]
        """);

    private Task<Result> Run(params string[] arguments) => WindrowProcess.Run(_scratch.Path, arguments);
}
