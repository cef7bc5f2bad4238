using Windrow.EndToEnd.Tests.Testing;

namespace Windrow.EndToEnd.Tests.Faults;

/// <summary>Starts on state that somebody else has, or that another configuration left.</summary>
public sealed class RestartTests : IDisposable
{
    private const int Terminate = 15;

    private const string Days = """
        settings: {checkpoint-every: 200ms, state: state}
        sources: [{type: watch, path: incoming, quiet: 0s}]
        plans:
          - name: days
            actions:
              - {type: select, match: {shortName: [2t]}}
              - {type: statistics, output-frequency: 1d, operations: [average]}
              - {type: publish, path: out.jsonl}
        """;

    private const string Queued = """
        settings: {state: state}
        sources: [{type: watch, path: incoming, quiet: 0s}]
        plans:
          - name: queued
            retry: {first-delay: 1h, maximum-delay: 1h}
            actions:
              - {type: publish, path: out.jsonl, stage: {queue: durable}}
        """;

    private readonly Scratch _scratch = new();

    public RestartTests() => Directory.CreateDirectory(_scratch["incoming"]);

    public void Dispose() => _scratch.Dispose();

    [Fact]
    public async Task Second_start_on_the_same_state_is_refused_and_names_the_first()
    {
        _scratch.Write("flow.yaml", Queued);
        using var first = WindrowProcess.Start(_scratch.Path, ["run", "flow.yaml", "--verbose"]);
        await first.Tells("started");
        var second = (await WindrowProcess.Run(_scratch.Path, "run", "flow.yaml")).ShouldEndWith(3).ShouldTellInOneScreen();
        second.Error.ShouldContain($"in use by process {first.Process.Id}");

        // The first was not disturbed, and its place is free when it has gone, however it goes.
        _scratch.Write("incoming/.a", "{\"x\": 1}\n");
        File.Move(_scratch["incoming/.a"], _scratch["incoming/a.jsonl"]);
        await first.Until(() => _scratch.Lines("out.jsonl").Length == 1, "the message");
        first.Process.Kill();
        await first.Ended();
        (await WindrowProcess.Run(_scratch.Path, "run", "flow.yaml", "--once")).ShouldEndWith(0);
        _scratch.Lines("out.jsonl").Length.ShouldBe(1);
    }

    [Fact]
    public async Task Window_of_another_configuration_is_refused_until_it_is_given_up()
    {
        _scratch.Write("flow.yaml", Days);
        await FaultHostProgram.Produce(_scratch["incoming"], _scratch["obligations"], 0, 5);
        await RunUntil("\"Absorbed\":5", absorbed: 5);
        _scratch.Write("flow.yaml", Days.Replace("[average]", "[maximum]", StringComparison.Ordinal));
        var refused = (await WindrowProcess.Run(_scratch.Path, "run", "flow.yaml", "--once")).ShouldEndWith(3).ShouldTellInOneScreen();
        refused.Error.ShouldContain("another configuration");
        refused.Error.ShouldContain("average");
        refused.Error.ShouldContain("maximum");
        refused.Error.ShouldContain("--discard-state");
        File.Exists(_scratch["out.jsonl"]).ShouldBeFalse();

        // As it was before, the window goes on: nothing was lost by the refusal.
        _scratch.Write("flow.yaml", Days);
        await FaultHostProgram.Produce(_scratch["incoming"], _scratch["obligations"], 5, 1);
        (await WindrowProcess.Run(_scratch.Path, "run", "flow.yaml", "--once")).ShouldEndWith(0).Error.ShouldContain("absorbed 1 ");
        _scratch.Lines("out.jsonl").ShouldHaveSingleItem().ShouldContain("\"operation\":\"average\"");
    }

    [Fact]
    public async Task Window_of_another_configuration_is_given_up_when_that_is_asked_for()
    {
        _scratch.Write("flow.yaml", Days);
        await FaultHostProgram.Produce(_scratch["incoming"], _scratch["obligations"], 0, 5);
        await RunUntil("\"Absorbed\":5", absorbed: 5);
        _scratch.Write("flow.yaml", Days.Replace("[average]", "[maximum]", StringComparison.Ordinal));
        await FaultHostProgram.Produce(_scratch["incoming"], _scratch["obligations"], 5, 2);
        (await WindrowProcess.Run(_scratch.Path, "run", "flow.yaml", "--once", "--discard-state")).ShouldEndWith(0);
        _scratch.Lines("out.jsonl").ShouldHaveSingleItem().ShouldContain("maximum");
        (await WindrowProcess.Run(_scratch.Path, "run", "flow.yaml", "--once")).ShouldEndWith(0);
    }

    [Fact]
    public async Task Queue_of_a_plan_that_was_renamed_is_refused_until_it_is_worked_off_or_given_up()
    {
        _scratch.Write("flow.yaml", Queued);
        Directory.CreateDirectory(_scratch["out.jsonl"]); // nothing can be written, so the message waits
        _scratch.Write("incoming/a.jsonl", "{\"x\": 1}\n");
        using (var process = WindrowProcess.Start(_scratch.Path, ["run", "flow.yaml", "--verbose"]))
        {
            await process.Tells("trying again in");
            process.Signal(Terminate);
            (await process.Ended()).ShouldEndWith(0);
        }

        var renamed = Queued.Replace("name: queued", "name: other", StringComparison.Ordinal);
        _scratch.Write("flow.yaml", renamed);
        var refused = (await WindrowProcess.Run(_scratch.Path, "run", "flow.yaml", "--once")).ShouldEndWith(3).ShouldTellInOneScreen();
        refused.Error.ShouldContain("'queued/1:publish' holds 1 messages");

        Directory.Delete(_scratch["out.jsonl"]);
        _scratch.Write("flow.yaml", Queued.Replace("1h", "10ms", StringComparison.Ordinal));
        (await WindrowProcess.Run(_scratch.Path, "run", "flow.yaml", "--once")).ShouldEndWith(0);
        _scratch.Lines("out.jsonl").Length.ShouldBe(1);
        _scratch.Write("flow.yaml", renamed);
        (await WindrowProcess.Run(_scratch.Path, "run", "flow.yaml", "--once")).ShouldEndWith(0);
    }

    [Fact]
    public async Task Queue_of_a_plan_that_was_renamed_is_given_up_when_that_is_asked_for()
    {
        _scratch.Write("flow.yaml", Queued);
        Directory.CreateDirectory(_scratch["out.jsonl"]);
        _scratch.Write("incoming/a.jsonl", "{\"x\": 1}\n");
        using (var process = WindrowProcess.Start(_scratch.Path, ["run", "flow.yaml", "--verbose"]))
        {
            await process.Tells("trying again in");
            process.Process.Kill();
            await process.Ended();
        }

        _scratch.Write("flow.yaml", Queued.Replace("name: queued", "name: other", StringComparison.Ordinal));
        Directory.Delete(_scratch["out.jsonl"]);
        (await WindrowProcess.Run(_scratch.Path, "run", "flow.yaml", "--once")).ShouldEndWith(3);
        (await WindrowProcess.Run(_scratch.Path, "run", "flow.yaml", "--once", "--discard-state")).ShouldEndWith(0);
        (await WindrowProcess.Run(_scratch.Path, "run", "flow.yaml", "--once")).ShouldEndWith(0);
    }

    [Fact]
    public async Task Fold_behind_a_durable_stage_ends_with_its_flow_and_leaves_nothing()
    {
        _scratch.Write("flow.yaml", Days.Replace("operations: [average]", "operations: [average], stage: {queue: durable, maximum-count: 3}", StringComparison.Ordinal).Replace("200ms", "1h", StringComparison.Ordinal));
        await FaultHostProgram.Produce(_scratch["incoming"], _scratch["obligations"], 0, 50);
        (await WindrowProcess.Run(_scratch.Path, "run", "flow.yaml", "--once")).ShouldEndWith(0);
        _scratch.Lines("out.jsonl").Length.ShouldBe(3);
        StateCounts.Of(_scratch["state"], _scratch["copy"]).Queued.ShouldBe(0);
    }

    private async Task RunUntil(string what, int absorbed)
    {
        using var process = WindrowProcess.Start(_scratch.Path, ["run", "flow.yaml", "--verbose", "--json"]);
        await process.Tells("started");
        await process.Until(() => StateCounts.Of(_scratch["state"], _scratch["copy"]).Windows > 0, what);
        process.Signal(Terminate);
        (await process.Ended()).ShouldEndWith(0).Json().GetProperty("absorbed").GetInt32().ShouldBe(absorbed);
    }
}
