using Windrow.EndToEnd.Tests.Testing;

namespace Windrow.EndToEnd.Tests.Running;

/// <summary>A flow that runs on is drained by SIGTERM and SIGINT, and reloaded by SIGHUP.</summary>
public sealed class SignalTests : IDisposable
{
    private const int Hangup = 1;
    private const int Interrupt = 2;
    private const int Terminate = 15;

    private const string Flow = """
        sources:
          - {type: watch, path: incoming, read: lines, quiet: 100ms}
        plans:
          - name: all
            actions:
              - {type: set, values: {round: 1}}
              - {type: publish, path: out.jsonl}
        """;

    private readonly Scratch _scratch = new();

    public SignalTests()
    {
        _scratch.Write("flow.yaml", Flow);
        Directory.CreateDirectory(_scratch["incoming"]);
    }

    public void Dispose() => _scratch.Dispose();

    [Theory]
    [InlineData(Terminate)]
    [InlineData(Interrupt)]
    public async Task Signal_drains_and_ends_with_0(int signal)
    {
        using var process = Start();
        await Deliver(process, "a", 1);
        process.Signal(signal);
        var result = (await process.Ended()).ShouldEndWith(0);
        result.Error.ShouldContain("flow: 1 accepted, 1 done, 0 dropped, 0 unmatched, 0 dead, 0 open");
    }

    [Fact]
    public async Task Second_signal_stops_at_once_and_ends_with_4()
    {
        // A plan that waits for a retry has something unfinished for as long as we like.
        Directory.CreateDirectory(_scratch["out.jsonl"]);
        _scratch.Write("flow.yaml", Flow.Replace("name: all", "name: all\n    retry: {first-delay: 1h, maximum-delay: 1h}", StringComparison.Ordinal));
        using var process = Start("--verbose");
        await process.Tells("started");
        MoveIn("a", "{\"x\": 1}\n");
        await process.Tells("trying again in");
        process.Signal(Terminate);
        await process.Tells("draining");
        process.Signal(Terminate);
        (await process.Ended()).ShouldEndWith(4).Error.ShouldContain("unfinished");
    }

    [Fact]
    public async Task Drain_takes_as_long_as_it_may()
    {
        // Longer than the two seconds that the command line library grants a command after a signal.
        Directory.CreateDirectory(_scratch["out.jsonl"]);
        var retrying = Flow.Replace("name: all", "name: all\n    retry: {first-delay: 1h, maximum-delay: 1h}", StringComparison.Ordinal);
        _scratch.Write("flow.yaml", "settings: {drain-within: 4s}\n" + retrying);
        using var process = Start("--verbose");
        await process.Tells("started");
        MoveIn("a", "{\"x\": 1}\n");
        await process.Tells("trying again in");
        process.Signal(Terminate);
        (await process.Ended()).ShouldEndWith(4).Error.ShouldContain("unfinished");
    }

    [Fact]
    public async Task Hangup_with_a_good_file_goes_on_with_the_new_plans()
    {
        using var process = Start("--verbose");
        await Deliver(process, "a", 1);
        _scratch.Write("flow.yaml", Flow.Replace("round: 1", "round: 2", StringComparison.Ordinal));
        process.Signal(Hangup);
        await process.Tells("reloaded");
        await Deliver(process, "b", 2);
        process.Signal(Terminate);
        (await process.Ended()).ShouldEndWith(0);
        _scratch.Lines("out.jsonl")[0].ShouldContain("\"round\":1");
        _scratch.Lines("out.jsonl")[1].ShouldContain("\"round\":2");
    }

    [Fact]
    public async Task Hangup_with_a_bad_file_keeps_the_old_plans()
    {
        using var process = Start();
        await Deliver(process, "a", 1);
        _scratch.Write("flow.yaml", Flow.Replace("publish", "publsh", StringComparison.Ordinal));
        process.Signal(Hangup);
        await process.Tells("the flow goes on as it was");
        process.Error.ShouldContain("WR5001");
        await Deliver(process, "b", 2);
        process.Signal(Terminate);
        (await process.Ended()).ShouldEndWith(0);
        _scratch.Lines("out.jsonl").ShouldAllBe(static line => line.Contains("\"round\":1"));
    }

    [Fact]
    public async Task Hangup_that_would_lose_state_is_refused()
    {
        var collecting = Flow.Replace("- {type: set, values: {round: 1}}", "- {type: collect, key: [day], count: 2}", StringComparison.Ordinal);
        _scratch.Write("flow.yaml", collecting);
        using var process = Start("--verbose");
        await process.Tells("started");
        MoveIn("a", "{\"day\": 1}\n{\"day\": 2}\n{\"day\": 2}\n");
        await process.Until(() => _scratch.Lines("out.jsonl").Length == 1, "the first set");
        _scratch.Write("flow.yaml", collecting.Replace("count: 2", "count: 3", StringComparison.Ordinal));
        process.Signal(Hangup);
        await process.Tells("state of all would be lost");
        process.Signal(Terminate);
        (await process.Ended()).ShouldEndWith(0);
    }

    [Fact]
    public async Task Hangup_under_nohup_does_nothing()
    {
        // Who starts it with nohup wants it to survive the terminal; the hangup must neither end nor reload it.
        using var process = WindrowProcess.StartUnder(["nohup"], _scratch.Path, ["run", "flow.yaml", "--verbose"]);
        await Deliver(process, "a", 1);
        _scratch.Write("flow.yaml", Flow.Replace("round: 1", "round: 2", StringComparison.Ordinal));
        process.Signal(Hangup);
        await Deliver(process, "b", 2);
        process.Signal(Terminate);
        (await process.Ended()).ShouldEndWith(0).Error.ShouldNotContain("reloaded");
        _scratch.Lines("out.jsonl").ShouldAllBe(static line => line.Contains("\"round\":1"));
    }

    private WindrowProcess Start(params string[] arguments) => WindrowProcess.Start(_scratch.Path, ["run", "flow.yaml", .. arguments]);

    private void MoveIn(string name, string text)
    {
        _scratch.Write($"incoming/.{name}.jsonl", text);
        File.Move(_scratch[$"incoming/.{name}.jsonl"], _scratch[$"incoming/{name}.jsonl"]);
    }

    private async Task Deliver(WindrowProcess process, string name, int lines)
    {
        MoveIn(name, "{\"x\": 1}\n");
        await process.Until(() => _scratch.Lines("out.jsonl").Length == lines, $"line {lines} of out.jsonl");
    }
}
