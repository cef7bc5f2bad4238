using Windrow.Core;
using Windrow.Core.Flows;
using Windrow.Core.IO;
using Windrow.Core.Leases;
using Windrow.Core.Messages;
using Windrow.Core.Runs;
using Windrow.Core.Stages;
using Windrow.Core.State;
using Windrow.Storage.Sqlite;
using Windrow.Storage.Tests.Testing;

namespace Windrow.Storage.Tests.Leases;

public sealed class FlowLeaseTests : IDisposable
{
    private readonly StateDirectory _directory = new();
    private readonly ManualTime _time = new();

    public void Dispose() => _directory.Dispose();

    [Fact]
    public void Start_from_another_host_is_refused_until_the_lease_of_a_dead_one_is_over()
    {
        Die("alpha");
        var refused = Should.Throw<StateException>(() => Take("beta"));
        refused.Message.ShouldContain("is in use by process 1 on alpha since 2026-01-01T00:00:00Z, and at least until 2026-01-01T00:01:30Z; stop that one first");
        _time.Advance(TimeSpan.FromSeconds(89));
        Should.Throw<StateException>(() => Take("beta"));
        _time.Advance(TimeSpan.FromSeconds(1));
        Take("beta");
    }

    [Fact]
    public void Start_on_the_host_of_a_dead_one_takes_the_lease_over_at_once()
    {
        Die("alpha");
        Take("alpha");
    }

    [Fact]
    public void Lease_that_was_given_back_is_free_for_every_host()
    {
        Take("alpha");
        Take("beta");
    }

    [Fact]
    public void Idle_flow_writes_its_lease_every_third_of_its_length_and_no_more()
    {
        using var store = _directory.Open(_time);
        using var lease = FlowLease.Take(store, Services("alpha"));
        var (groups, before) = (store.Groups, store.FindLease(FlowLease.Name)!);
        _time.Advance(TimeSpan.FromSeconds(29));
        new Write(static _ => { }).To(store).ShouldBeNull();
        store.Groups.ShouldBe(groups + 1);
        _time.Advance(TimeSpan.FromSeconds(1));
        new Write(static _ => { }).To(store).ShouldBeNull();
        store.FindLease(FlowLease.Name).ShouldBe(before with { Until = before.Until + TimeSpan.FromSeconds(30) });
        store.Groups.ShouldBeLessThanOrEqualTo(groups + 3);
    }

    [Fact]
    public async Task Flow_that_has_lost_its_lease_writes_nothing_more_and_stops()
    {
        var services = Services("alpha");
        using var host = new FlowHost(Flows.Flow(_directory, new StageOptions(), new Probe(static (message, output) => output.Deliver(message), waits: true, terminal: true), [new ListSource([])]), services);
        StateException? told = null;
        host.Store.Broke += exception => told = exception;
        host.Start();
        Steal("beta", 7);
        _time.Advance(TimeSpan.FromSeconds(30));
        await host.Broken.WaitAsync(Flows.Patience, TestContext.Current.CancellationToken);
        told!.Trouble.ShouldBe(StateTrouble.Lost);
        told.Message.ShouldContain("process 7 on beta has taken the state over");

        var store = host.Store.Open();
        new Write(static transaction => transaction.PutItem("s", "k", [1])).To(store)!.Trouble.ShouldBe(StateTrouble.Lost);
        store.ReadItem("s", "k").ShouldBeNull();
        await host.DrainAsync(TestContext.Current.CancellationToken);

        // Neither is the lease of the other given back, nor its run ended.
        using var database = _directory.Connect();
        database.Words("SELECT host || ' ' || token || ' ' || (until > 0) FROM lease").ShouldBe(["beta 2 1"]);
    }

    [Fact]
    public void Payloads_of_a_flow_that_another_host_runs_are_not_swept()
    {
        Die("alpha");
        string[] kept;
        using (var store = _directory.Open(_time))
        {
            store.Payloads.Keep(new byte[100_000]);
            kept = _directory.PayloadFiles();
            kept.ShouldHaveSingleItem();
        }

        using (_directory.Open(_time))
            _directory.PayloadFiles().ShouldBe(kept);
        _time.Advance(FlowLease.Length);
        using (_directory.Open(_time))
            _directory.PayloadFiles().ShouldBeEmpty();
    }

    [Fact]
    public async Task State_that_is_full_is_taken_and_given_back_all_the_same()
    {
        var options = new SqliteStateOptions(new PhysicalFileSystem(), TimeProvider.System) { Maximum = 1 << 18 };
        using (var store = SqliteStateStore.Open(_directory.Path, options))
        {
            // Filled to the last page: with rows of a page each, then with small ones.
            var queue = store.Queue("q");
            var isFull = false;
            store.TroubleChanged += trouble => Volatile.Write(ref isFull, trouble?.Trouble == StateTrouble.Full);
            var number = 0UL;
            foreach (var (size, done) in new[] { (3_500, 1L), (10, 2L) })
            {
                Write last;
                do
                {
                    last = new Write(transaction => transaction.Enqueue(queue, new MessageId(0, ++number), 0, null, default, new byte[size], 0, null));
                    store.Submit(last);
                    SpinWait.SpinUntil(() => last.Done.IsCompleted || Volatile.Read(ref isFull), Flows.Patience).ShouldBeTrue();
                }
                while (last.Done.IsCompleted);
                new Write(transaction => transaction.Dequeue(queue, done), makesRoom: true).To(store).ShouldBeNull();
                (await last.Done.WaitAsync(Flows.Patience, TestContext.Current.CancellationToken)).ShouldBeNull();
                Volatile.Write(ref isFull, false);
            }
        }

        for (var run = 1; run <= 200; run++)
        {
            using var store = SqliteStateStore.Open(_directory.Path, options);
            var begun = await Task.Run(() => RunEntry.Begin(store, new EngineServices(), "c"), TestContext.Current.CancellationToken).WaitAsync(Flows.Patience, TestContext.Current.CancellationToken);
            begun.Number.ShouldBe(run);
            begun.End(RunEnd.Stopped);
        }
    }

    private EngineServices Services(string host) => new()
    {
        Time = _time,
        Process = new ProcessIdentity(host, 1),
        States = new SqliteStates(new PhysicalFileSystem(), _time),
    };

    private void Take(string host)
    {
        using var store = _directory.Open(_time);
        using var lease = FlowLease.Take(store, Services(host));
    }

    // As a process that is killed: the lock is gone, the lease is not given back.
    private void Die(string host)
    {
        using var store = _directory.Open(_time);
        FlowLease.Take(store, Services(host));
    }

    private void Steal(string host, int process)
    {
        using var database = _directory.Connect();
        database.Execute(FormattableString.Invariant($"UPDATE lease SET host = '{host}', process = {process}, token = token + 1, since = until, until = until + 1000000000"));
    }
}
