using Windrow.Core;
using Windrow.Core.Leases;
using Windrow.Core.Runs;
using Windrow.Core.State;
using Windrow.Testing.States;
using Xunit;

namespace Windrow.Testing.Compliance.Stores;

/// <content>Runs, and leases with the fence that keeps out who has lost one.</content>
public abstract partial class StoreCompliance
{
    private static readonly ProcessIdentity Alpha = new("alpha", 12);

    private static FlowRun NewRun(int at) => new(0, Now.AddMinutes(at), null, null, "configuration", "0.1.0", Alpha);

    [Fact]
    public void Runs_are_counted_from_one_ended_once_and_read_newest_first()
    {
        using var store = Fixture.Open();
        Assert.Empty(store.ReadRuns(long.MaxValue, 9));
        var numbers = new List<long>();
        for (var each = 0; each < 3; each++)
            Do(store, transaction => numbers.Add(transaction.AddRun(NewRun(each))));
        Assert.Equal([1L, 2, 3], numbers);
        Do(store, static transaction => transaction.EndRun(1, RunEnd.Drained, Now.AddHours(1)));
        Do(store, static transaction => transaction.EndRun(1, RunEnd.Failed, Now.AddHours(2)));
        Do(store, static transaction => transaction.MarkKilledRuns());
        Assert.Equal(
            [NewRun(2) with { Number = 3, Ended = RunEnd.Killed }, NewRun(1) with { Number = 2, Ended = RunEnd.Killed }, NewRun(0) with { Number = 1, End = Now.AddHours(1), Ended = RunEnd.Drained }],
            store.ReadRuns(long.MaxValue, 9));
        Assert.Equal([2L], store.ReadRuns(3, 1).Select(static run => run.Number));
        Do(store, static transaction => transaction.RemoveRuns(2));
        Assert.Equal([3L, 2], store.ReadRuns(long.MaxValue, 9).Select(static run => run.Number));
        Do(store, static transaction => transaction.RemoveRuns(0));
        Assert.Empty(store.ReadRuns(long.MaxValue, 9));
    }

    [Fact]
    public void Lease_is_written_found_and_kept_over_a_reopening()
    {
        var lease = new Lease("other", Alpha, 5, Now, Now.AddSeconds(90));
        using (var store = Fixture.Open())
        {
            Assert.Null(store.FindLease("other"));
            Do(store, transaction => transaction.PutLease(lease));
            Do(store, transaction => transaction.PutLease(lease with { Name = "third", Until = DateTimeOffset.MinValue }));
            Lease? found = null;
            Do(store, transaction => found = transaction.FindLease("other"));
            Assert.Equal(lease, found);
        }

        using var reopened = Fixture.Open();
        Assert.Equal(lease, reopened.FindLease("other"));
        Assert.Equal(DateTimeOffset.MinValue, reopened.FindLease("third")!.Until);
        using var reader = Fixture.Look();
        Assert.Equal(lease, reader.FindLease("other"));
    }

    [Fact]
    public void Holder_whose_lease_was_taken_writes_nothing_more_and_is_told()
    {
        using var store = Fixture.Open();
        StateException? told = null;
        store.TroubleChanged += trouble => told ??= trouble;
        var lease = new Lease(FlowLease.Name, Alpha, 1, Now, Now.AddSeconds(90));
        Do(store, transaction => transaction.PutLease(lease));
        store.Fence(lease);
        Do(store, static transaction => transaction.PutItem("s", "k", [1]));
        Do(store, transaction => transaction.PutLease(lease with { Until = Now.AddSeconds(180) }));
        Do(store, static transaction => transaction.PutItem("s", "k", [2]));
        Do(store, transaction => transaction.PutLease(lease with { Token = 2, Holder = new ProcessIdentity("beta", 7) }));
        var stale = new Write(static transaction => transaction.PutItem("s", "k", [3]));
        store.Submit(stale);
        Assert.Equal(StateTrouble.Lost, Outcome(stale)!.Trouble);
        Assert.Contains("process 7 on beta has taken the state over", told!.Message, StringComparison.Ordinal);
        var later = new Write(static transaction => transaction.PutItem("s", "k", [4]));
        store.Submit(later);
        Assert.Equal(StateTrouble.Lost, Outcome(later)!.Trouble);
        Assert.Equal([(byte)2], store.ReadItem("s", "k")!);
    }
}
