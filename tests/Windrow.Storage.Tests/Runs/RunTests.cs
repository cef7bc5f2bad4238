using Windrow.Core;
using Windrow.Core.Flows;
using Windrow.Core.Runs;
using Windrow.Core.Stages;
using Windrow.Storage.Tests.Testing;

namespace Windrow.Storage.Tests.Runs;

/// <summary>The list of runs that a flow's state keeps.</summary>
public sealed class RunTests : IDisposable
{
    private readonly StateDirectory _directory = new();
    private readonly ManualTime _time = new();

    public void Dispose() => _directory.Dispose();

    [Fact]
    public async Task Run_that_came_to_its_end_is_drained()
    {
        await Flows.ToEnd(Flow());
        var run = Runs().ShouldHaveSingleItem();
        (run.Number, run.Ended, run.Version, run.Configuration).ShouldBe((1, RunEnd.Drained, ThisProgram.Version, Flow().Hash));
        run.Process.ShouldBe(ProcessIdentity.This);
        run.End.ShouldNotBeNull().ShouldBeGreaterThanOrEqualTo(run.Start);
    }

    [Fact]
    public async Task Run_that_was_told_to_stop_is_stopped_and_the_next_has_the_next_number()
    {
        await Flows.ToEnd(Flow());
        using (var host = new FlowHost(Flow(new PushSource()), Flows.Services()))
        {
            host.Start();
            (await host.DrainAsync(TestContext.Current.CancellationToken).WaitAsync(Flows.Patience, TestContext.Current.CancellationToken)).ShouldBeTrue();
        }

        Runs().Select(static run => (run.Number, run.Ended)).ShouldBe([(2, RunEnd.Stopped), (1, RunEnd.Drained)]);
    }

    [Fact]
    public void Run_that_did_not_get_to_its_end_has_failed()
    {
        new FlowHost(Flow(), Flows.Services()).Dispose();
        Runs().ShouldHaveSingleItem().Ended.ShouldBe(RunEnd.Failed);
    }

    [Fact]
    public async Task Run_whose_process_was_killed_is_found_by_the_next()
    {
        using (var host = new FlowHost(Flow(), Flows.Services()))
        {
            using var copy = _directory.Copy();
            await Flows.ToEnd(Flow() with { StateDirectory = copy.Path });
            using var reader = new SqliteStates(new Core.IO.PhysicalFileSystem(), _time).Look(copy.Path);
            reader.ReadRuns(long.MaxValue, 9).Select(static run => (run.Number, run.Ended, run.End is null)).ShouldBe([(2, RunEnd.Drained, false), (1, RunEnd.Killed, true)]);
        }
    }

    [Fact]
    public void Runs_the_last_thousand_are_kept()
    {
        using var store = _directory.Open(_time);
        new Write(static transaction =>
        {
            for (var number = 1; number <= 1_500; number++)
                transaction.AddRun(new FlowRun(0, DateTimeOffset.UnixEpoch, null, null, "c", "v", ProcessIdentity.This));
        }).To(store).ShouldBeNull();
        RunEntry.Begin(store, new EngineServices { Time = _time }, "c").End(RunEnd.Drained);
        new Write(static _ => { }).To(store).ShouldBeNull();
        var runs = store.ReadRuns(long.MaxValue, 9_999);
        runs.Select(static run => run.Number).ShouldBe(Enumerable.Range(0, RunEntry.Kept).Select(static back => 1_501L - back));
        runs.Select(static run => run.Ended).Distinct().ShouldBe([RunEnd.Drained, RunEnd.Killed]);
        store.ReadRuns(600, 2).Select(static run => run.Number).ShouldBe([599, 598]);
    }

    private FlowDefinition Flow(Core.Sources.Source? source = null) =>
        Flows.Flow(_directory, new StageOptions(), new Probe(static (message, output) => output.Deliver(message), waits: true, terminal: true), [source ?? new ListSource([])]);

    private IReadOnlyList<FlowRun> Runs()
    {
        using var reader = new SqliteStates(new Core.IO.PhysicalFileSystem(), _time).Look(_directory.Path);
        return reader.ReadRuns(long.MaxValue, 99);
    }
}
