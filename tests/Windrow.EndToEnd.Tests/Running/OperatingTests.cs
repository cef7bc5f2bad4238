using System.Net.Sockets;
using System.Text;
using System.Text.Json;
using Windrow.EndToEnd.Tests.Testing;

namespace Windrow.EndToEnd.Tests.Running;

/// <summary>A flow that runs on can be asked and held back, and tells Prometheus and systemd how it stands.</summary>
public sealed class OperatingTests : IDisposable
{
    private const int Terminate = 15;

    private const string Flow = """
        sources:
          - {type: watch, path: incoming, read: lines, quiet: 100ms}
        plans:
          - name: all
            actions:
              - {type: set, values: {seen: true}, stage: {queue: durable}}
              - {type: publish, path: out.jsonl}
        """;

    private readonly Scratch _scratch = new();

    public OperatingTests()
    {
        _scratch.Write("flow.yaml", Flow);
        Directory.CreateDirectory(_scratch["incoming"]);
    }

    public void Dispose() => _scratch.Dispose();

    [Fact]
    public async Task Paused_plan_keeps_its_messages_until_it_goes_on()
    {
        using var process = await Start();
        await MoveIn(process, "a", 1);
        (await Run("pause", "flow.yaml", "--plan", "all")).ShouldEndWith(0);
        MoveIn("b");
        using (var status = await Status(process, static plan => plan.GetProperty("stages")[0].GetProperty("count").GetInt64() == 1))
        {
            status.RootElement.GetProperty("plans")[0].GetProperty("paused").GetBoolean().ShouldBeTrue();
            status.RootElement.GetProperty("plans")[0].GetProperty("stages")[0].GetProperty("oldest").GetString().ShouldEndWith("Z");
        }

        _scratch.Lines("out.jsonl").Length.ShouldBe(1);
        (await Run("resume", "flow.yaml", "--plan", "all")).ShouldEndWith(0);
        await process.Until(() => _scratch.Lines("out.jsonl").Length == 2, "the second line");
        await Stop(process);
    }

    [Fact]
    public async Task Paused_source_brings_nothing_until_it_goes_on()
    {
        using var process = await Start();
        (await Run("pause", "flow.yaml", "--source", "watch")).ShouldEndWith(0);
        MoveIn("a");
        var status = await Run("status", "flow.yaml");
        status.ShouldEndWith(0).Output.ShouldContain("0 accepted");
        status.Output.ShouldContain("paused");
        (await Run("resume", "flow.yaml", "--source", "watch")).ShouldEndWith(0);
        await process.Until(() => _scratch.Lines("out.jsonl").Length == 1, "the line");
        await Stop(process);
    }

    [Theory]
    [InlineData("--plan", "al", "there is no plan 'al'; there are: all")]
    [InlineData("--source", "grib", "there is no source 'grib'; there are: watch")]
    public async Task Pause_of_what_there_is_not_says_what_there_is(string option, string name, string says)
    {
        using var process = await Start();
        (await Run("pause", "flow.yaml", option, name)).ShouldEndWith(1).Error.ShouldContain(says);
        await Stop(process);
    }

    [Fact]
    public async Task Status_of_a_flow_that_does_not_run_says_so()
    {
        (await Run("status", "flow.yaml")).ShouldEndWith(1).Error.ShouldContain("no process runs 'flow.yaml'");
        (await Run("pause", "flow.yaml")).ShouldEndWith(2).Error.ShouldContain("--source or a --plan");
    }

    [Fact]
    public async Task Second_start_on_the_same_state_is_refused()
    {
        using var process = await Start();
        (await Run("run", "flow.yaml")).ShouldEndWith(3).Error.ShouldContain("state");
        await MoveIn(process, "a", 1);
        await Stop(process);
    }

    [Fact]
    public async Task Runs_are_listed_with_their_ends()
    {
        using (var killed = await Start())
        {
            await MoveIn(killed, "a", 1);
            (await Run("runs", "flow.yaml")).ShouldEndWith(0).Output.ShouldMatch(@"^ +1  \S+Z  - +  running  ");
            killed.Process.Kill();
            await killed.Ended();
            File.Delete(_scratch[".windrow/flow/control"]); // else the next one seems to be there already
        }

        (await Run("runs", "flow.yaml")).ShouldEndWith(0).Output.ShouldContain("  killed  ");
        using (var stopped = await Start())
            await Stop(stopped);
        (await Run("run", "flow.yaml", "--once")).ShouldEndWith(0);
        var runs = (await Run("runs", "flow.yaml", "--json")).ShouldEndWith(0).Output.Trim().Split('\n').Select(static line => JsonDocument.Parse(line).RootElement).ToList();
        runs.Select(static run => $"{run.GetProperty("number")} {run.GetProperty("ended")} {run.GetProperty("host")}").ShouldBe([$"3 drained {Environment.MachineName}", $"2 stopped {Environment.MachineName}", $"1 killed {Environment.MachineName}"]);
        (await Run("runs", "flow.yaml", "--most", "1")).Output.Trim().Split('\n').ShouldHaveSingleItem().ShouldStartWith("3  ");
        var why = (await Run("why", "out.jsonl")).ShouldEndWith(0).Output;
        why.ShouldMatch($@"  run            1, started \S+Z, process \d+ on {Environment.MachineName}");
    }

    [Fact]
    public async Task Control_socket_is_the_owners_alone_and_goes_with_the_flow()
    {
        using var process = await Start();
        new FileInfo(_scratch[".windrow/flow/control"]).UnixFileMode.ShouldBe(UnixFileMode.UserRead | UnixFileMode.UserWrite);
        await Stop(process);
        File.Exists(_scratch[".windrow/flow/control"]).ShouldBeFalse();
    }

    [Fact]
    public async Task Metrics_are_served_in_the_format_of_Prometheus()
    {
        var port = FreePort();
        using var process = await Start("--metrics", $"{port}");
        await MoveIn(process, "a", 1);
        using var client = new HttpClient();
        var text = await client.GetStringAsync($"http://127.0.0.1:{port}/metrics", TestContext.Current.CancellationToken);
        text.ShouldContain("# TYPE windrow_action_in_total counter\n");
        text.ShouldContain("windrow_messages_total{flow=\"flow\",outcome=\"stored\"} 1\n");
        text.ShouldContain("windrow_action_in_total{flow=\"flow\",plan=\"all\",action=\"2:publish\"} 1\n");
        text.ShouldContain("windrow_stage_messages{flow=\"flow\",plan=\"all\",stage=\"all/1:set\"} ");
        foreach (var line in text.Split('\n', StringSplitOptions.RemoveEmptyEntries).Where(static line => line[0] != '#'))
            System.Text.RegularExpressions.Regex.IsMatch(line, """^[a-z_]+\{([a-z_]+="[^"]*",?)*\} -?[0-9.E+-]+$""").ShouldBeTrue(line);
        await Stop(process);
    }

    [Fact]
    public async Task Age_of_the_oldest_message_is_told_for_a_stage_in_memory()
    {
        _scratch.Write("flow.yaml", Flow.Replace("queue: durable", "workers: 1", StringComparison.Ordinal));
        var port = FreePort();
        using var process = await Start("--metrics", $"{port}");
        (await Run("pause", "flow.yaml", "--plan", "all")).ShouldEndWith(0);
        MoveIn("a");
        using (var status = await Status(process, static plan => plan.GetProperty("stages")[0].GetProperty("count").GetInt64() == 1))
            status.RootElement.GetProperty("plans")[0].GetProperty("stages")[0].GetProperty("oldest").GetString().ShouldEndWith("Z");
        using var client = new HttpClient();
        var text = await client.GetStringAsync($"http://127.0.0.1:{port}/metrics", TestContext.Current.CancellationToken);
        text.ShouldContain("windrow_stage_oldest_seconds{flow=\"flow\",plan=\"all\",stage=\"all/1:set\"} ");
        text.ShouldNotContain("windrow_stage_oldest_seconds{flow=\"flow\",plan=\"all\",stage=\"all/2:publish\"} ");
        (await Run("resume", "flow.yaml", "--plan", "all")).ShouldEndWith(0);
        await process.Until(() => _scratch.Lines("out.jsonl").Length == 1, "the line");
        await Stop(process);
    }

    [Fact]
    public async Task Metrics_at_an_address_that_is_taken_are_refused_at_the_start()
    {
        using var taken = new TcpListener(System.Net.IPAddress.Loopback, 0);
        taken.Start();
        var port = ((System.Net.IPEndPoint)taken.LocalEndpoint).Port;
        (await Run("run", "flow.yaml", "--metrics", $"{port}")).ShouldEndWith(3).Error.ShouldContain("cannot serve metrics");
    }

    [Fact]
    public async Task Systemd_is_told_of_ready_alive_and_stopping()
    {
        using var systemd = new Socket(AddressFamily.Unix, SocketType.Dgram, ProtocolType.Unspecified);
        systemd.Bind(new UnixDomainSocketEndPoint(_scratch["notify"]));
        using var process = WindrowProcess.Start(_scratch.Path, ["run", "flow.yaml"], ("NOTIFY_SOCKET", _scratch["notify"]), ("WATCHDOG_USEC", "200000"));
        (await Receive(systemd)).ShouldBe("READY=1\nSTATUS=flow");
        (await Receive(systemd)).ShouldBe("WATCHDOG=1");
        process.Signal(Terminate);
        var told = await Receive(systemd);
        while (told == "WATCHDOG=1")
            told = await Receive(systemd);
        told.ShouldBe("STOPPING=1");
        (await process.Ended()).ShouldEndWith(0);
    }

    [Fact]
    public async Task Product_tells_of_what_it_was_made()
    {
        _scratch.Write("make.yaml", """
            sources:
              - {type: generate, params: [2t], start: 2026-11-20T00:00:00Z, steps: 0/to/48/by/1, nx: 6, ny: 5}
            plans:
              - name: daily
                actions:
                  - {type: statistics, output-frequency: 1d, operations: [average], partial-windows: drop}
                  - {type: encode, sample: regular_ll_sfc_grib2}
                  - {type: file, path: "products/{previousDate}.grib"}
            """);
        (await Run("run", "make.yaml", "--once")).ShouldEndWith(0);
        var why = (await Run("why", "products/20261120.grib")).ShouldEndWith(0).Output;
        why.ShouldContain("daily/3:file, make.yaml:4:5");
        why.ShouldContain("of             24 inputs");
        using var json = JsonDocument.Parse((await Run("why", "products/20261121.grib", "--json")).ShouldEndWith(0).Output);
        json.RootElement.GetProperty("inputs").GetArrayLength().ShouldBe(24);
        (await Run("products", "make.yaml")).ShouldEndWith(0).Output.Trim().Split('\n').Length.ShouldBe(2);
        (await Run("why", "make.yaml")).ShouldEndWith(1).Error.ShouldContain("no flow is known");

        // The configuration as it was, though the file has changed since.
        _scratch.Write("make.yaml", _scratch.Read("make.yaml").Replace("partial-windows: drop", "partial-windows: emit", StringComparison.Ordinal));
        (await Run("why", "products/20261120.grib")).ShouldEndWith(0).Output.ShouldContain("      partial-windows: drop");
    }

    [Fact]
    public async Task Product_tells_of_tries_that_failed_and_of_what_its_inputs_were_made_of()
    {
        _scratch.Write("in.jsonl", "{\"n\": 1}\n");
        _scratch.Write("first.yaml", """
            sources: [{type: lines, path: in.jsonl}]
            plans:
              - name: p
                retry: {attempts: 9, first-delay: 100ms}
                actions: [{type: publish, path: middle/all.jsonl}]
            """);
        _scratch.Write("middle", "in the way of the directory");
        using (var first = WindrowProcess.Start(_scratch.Path, ["run", "first.yaml", "--once"]))
        {
            await first.Tells("trying again in");
            File.Delete(_scratch["middle"]);
            (await first.Ended()).ShouldEndWith(0);
        }

        _scratch.Write("second.yaml", """
            sources: [{type: lines, path: middle/all.jsonl}]
            plans:
              - name: q
                actions: [{type: publish, path: last.jsonl}]
            """);
        (await Run("run", "second.yaml", "--once")).ShouldEndWith(0);

        (await Run("why", "middle/all.jsonl")).ShouldEndWith(0).Output.ShouldMatch(@"at try [2-9]\n( +\S+Z p/1:publish failed: .*\n)+  by ");
        var last = (await Run("why", "last.jsonl")).ShouldEndWith(0).Output;
        last.ShouldMatch(@"    lines \S+middle/all.jsonl@1\n      made \S+Z by p/1:publish, configuration [0-9a-f]{16}, of 1 inputs\n        lines \S+in.jsonl@1\n");
        last.ShouldMatch("  trace          [0-9a-f]{32}\n");
    }

    [Fact]
    public async Task Same_input_twice_gives_the_same_products_once()
    {
        _scratch.Write("once.yaml", "sources: [{type: lines, path: in.jsonl}]\nplans: [{name: p, actions: [{type: publish, path: twice.jsonl}]}]\n");
        _scratch.Write("in.jsonl", "{\"x\": 1}\n{\"x\": 2}\n");
        (await Run("run", "once.yaml", "--once")).ShouldEndWith(0);
        var first = _scratch.Read("twice.jsonl");
        (await Run("run", "once.yaml", "--once")).ShouldEndWith(0);
        _scratch.Read("twice.jsonl").ShouldBe(first);
        _scratch.Write("in.jsonl", "{\"x\": 3}\n");
        (await Run("run", "once.yaml", "--once")).ShouldEndWith(0);
        _scratch.Lines("twice.jsonl").Length.ShouldBe(3);
    }

    [Fact]
    public async Task Dead_letter_is_kept_and_can_be_looked_at()
    {
        _scratch.Write("dead.yaml", "sources: [{type: lines, path: in.jsonl}]\nplans: [{name: p, actions: [{type: file, path: \"out/{name}.txt\"}]}]\n");
        _scratch.Write("in.jsonl", "{\"x\": 1}\n");
        (await Run("run", "dead.yaml", "--once")).ShouldEndWith(5);
        (await Run("dlq", "list", "dead.yaml")).ShouldEndWith(0).Output.ShouldContain("p/1:file");
        var shown = (await Run("dlq", "show", "dead.yaml", "1")).ShouldEndWith(0).Output;
        shown.ShouldContain("class          permanent");
        shown.ShouldContain("\"x\":1");
        (await Run("dlq", "show", "dead.yaml", "2")).ShouldEndWith(1).Error.ShouldContain("there is no dead letter 2");
        (await Run("dlq", "list", "flow.yaml")).ShouldEndWith(1).Error.ShouldContain("there is no state");
    }

    [Fact]
    public async Task Dead_letter_is_tried_again_by_the_next_run()
    {
        BlockOutput();
        _scratch.Write("in.jsonl", "{\"x\": 1}\n");
        _scratch.Write("once.yaml", Blocked("lines, path: in.jsonl"));
        (await Run("run", "once.yaml", "--once")).ShouldEndWith(5);
        Directory.Delete(_scratch["out.jsonl"]);
        (await Run("dlq", "retry", "once.yaml", "1", "7")).ShouldEndWith(1).Error.ShouldContain("dead letter 7 is not there");
        (await Run("dlq", "list", "once.yaml")).ShouldEndWith(0).Output.ShouldBeEmpty();
        File.Delete(_scratch["in.jsonl"]);
        _scratch.Write("in.jsonl", "");
        (await Run("run", "once.yaml", "--once")).ShouldEndWith(0);
        _scratch.Lines("out.jsonl").ShouldHaveSingleItem().ShouldContain("\"x\":1");
    }

    [Fact]
    public async Task Dead_letter_is_tried_again_by_the_flow_that_runs()
    {
        BlockOutput();
        _scratch.Write("flow.yaml", Blocked("watch, path: incoming, read: lines, quiet: 100ms"));
        using var process = await Start();
        MoveIn("a");
        await process.Tells("dead letter");
        await Until(process, async () => (await Run("dlq", "list", "flow.yaml")).Output.Contains("publish", StringComparison.Ordinal));
        Directory.Delete(_scratch["out.jsonl"]);
        (await Run("dlq", "retry", "flow.yaml", "--all")).ShouldEndWith(0).Output.ShouldBe("1 to be tried again\n");
        await process.Until(() => _scratch.Lines("out.jsonl").Length == 1, "the line");
        await MoveIn(process, "b", 2);
        await Stop(process, exitCode: 5);
    }

    [Fact]
    public async Task Dead_letter_that_is_dropped_is_gone()
    {
        _scratch.Write("in.jsonl", "no json\n{\"x\": 1}\n");
        _scratch.Write("once.yaml", Blocked("lines, path: in.jsonl"));
        BlockOutput();
        (await Run("run", "once.yaml", "--once")).ShouldEndWith(5);
        (await Run("dlq", "retry", "once.yaml", "--all")).ShouldEndWith(1).Error.ShouldContain("has no message that could be tried again");
        (await Run("dlq", "drop", "once.yaml", "--all")).ShouldEndWith(0).Output.ShouldBe("1 dropped\n");
        (await Run("dlq", "list", "once.yaml")).ShouldEndWith(0).Output.ShouldBeEmpty();
        (await Run("dlq", "drop", "once.yaml")).ShouldEndWith(2).Error.ShouldContain("--all");
    }

    [Fact]
    public async Task Status_tells_when_what_failed_is_tried_again_and_by_which_policy()
    {
        _scratch.Write("flow.yaml", Blocked("watch, path: incoming, read: lines, quiet: 100ms").Replace("retry: {attempts: 1}", "retry: {attempts: 3, first-delay: 1h, maximum-delay: 1h}", StringComparison.Ordinal));
        BlockOutput();
        (await Run("check", "flow.yaml")).ShouldEndWith(0).Output.ShouldEndWith("  tries of all: now, after 60 min, after 60 min, then dead letter\n");
        using var process = await Start();
        MoveIn("a");
        using var status = await Status(process, static plan => plan.GetProperty("actions")[1].TryGetProperty("retrying", out _));
        var retrying = status.RootElement.GetProperty("plans")[0].GetProperty("actions")[1].GetProperty("retrying");
        (retrying.GetProperty("count").GetInt64(), retrying.GetProperty("attempt").GetInt64(), retrying.GetProperty("attempts").GetInt64()).ShouldBe((1, 2, 3));
        var text = (await Run("status", "flow.yaml")).ShouldEndWith(0).Output;
        text.ShouldContain($"1 to be tried again, the first at {retrying.GetProperty("next").GetString()}, try 2 of 3 (now, after 60 min, after 60 min, then dead letter)");
    }

    // Nothing can be written to a file where a directory is.
    private void BlockOutput() => Directory.CreateDirectory(_scratch["out.jsonl"]);

    private static string Blocked(string source) => $$"""
        sources: [{type: {{source}}}]
        plans:
          - name: all
            retry: {attempts: 1}
            actions:
              - {type: set, values: {seen: true} }
              - {type: publish, path: out.jsonl}
        """;

    private static async Task Until(WindrowProcess process, Func<Task<bool>> condition)
    {
        while (!await condition())
            await process.Until(static () => true, "the next look");
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(System.Net.IPAddress.Loopback, 0);
        listener.Start();
        return ((System.Net.IPEndPoint)listener.LocalEndpoint).Port;
    }

    private static async Task<string> Receive(Socket socket)
    {
        var buffer = new byte[1_024];
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        patience.CancelAfter(TimeSpan.FromSeconds(30));
        var length = await socket.ReceiveAsync(buffer, patience.Token);
        return Encoding.UTF8.GetString(buffer, 0, length);
    }

    private Task<Result> Run(params string[] arguments) => WindrowProcess.Run(_scratch.Path, arguments);

    private async Task<WindrowProcess> Start(params string[] arguments)
    {
        var process = WindrowProcess.Start(_scratch.Path, ["run", "flow.yaml", "--verbose", .. arguments]);
        await process.Until(() => File.Exists(_scratch[".windrow/flow/control"]), "the control socket");
        return process;
    }

    private static async Task Stop(WindrowProcess process, int exitCode = 0)
    {
        process.Signal(Terminate);
        (await process.Ended()).ShouldEndWith(exitCode);
    }

    private async Task<JsonDocument> Status(WindrowProcess process, Func<JsonElement, bool> condition)
    {
        while (true)
        {
            var status = JsonDocument.Parse((await Run("status", "flow.yaml", "--json")).ShouldEndWith(0).Output);
            if (condition(status.RootElement.GetProperty("plans")[0]))
                return status;
            status.Dispose();
            await process.Until(static () => true, "the next look");
        }
    }

    private void MoveIn(string name)
    {
        _scratch.Write($"incoming/.{name}.jsonl", "{\"x\": 1}\n");
        File.Move(_scratch[$"incoming/.{name}.jsonl"], _scratch[$"incoming/{name}.jsonl"]);
    }

    private async Task MoveIn(WindrowProcess process, string name, int lines)
    {
        MoveIn(name);
        await process.Until(() => _scratch.Lines("out.jsonl").Length == lines, $"line {lines} of out.jsonl");
    }
}
