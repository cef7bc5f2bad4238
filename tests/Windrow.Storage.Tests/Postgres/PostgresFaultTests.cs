using System.Collections.Concurrent;
using Windrow.Core.IO;
using Windrow.Core.Leases;
using Windrow.Core.Messages;
using Windrow.Core.Runs;
using Windrow.Core.State;
using Windrow.Storage.Tests.Testing;
using Windrow.Testing.Compliance.Stores;
using Windrow.Testing.Postgres;

namespace Windrow.Storage.Tests.Postgres;

/// <summary>A server that goes away, and a network that is cut, in the midst of writes.</summary>
public sealed class PostgresFaultTests : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(180);

    private readonly PostgresServer _server = PostgresServer.Start();
    private readonly string _directory = Directory.CreateTempSubdirectory("windrow-postgres-faults-").FullName;

    public void Dispose()
    {
        _server.Dispose();
        Directory.Delete(_directory, recursive: true);
    }

    [Fact]
    public void Server_that_crashes_time_and_again_costs_no_write_and_makes_none_twice()
    {
        var location = Location(_server.Port);
        var told = 0L;
        var troubles = new ConcurrentQueue<StateException?>();
        using (var store = Open(location))
        {
            store.TroubleChanged += troubles.Enqueue;
            using var stop = new CancellationTokenSource();
            var writing = Task.Run(() => StoreWorkload.Run(store, step => Volatile.Write(ref told, step), stop.Token), TestContext.Current.CancellationToken);
            for (var round = 1; round <= 4; round++)
            {
                var target = Volatile.Read(ref told) + 300;
                SpinWait.SpinUntil(() => Volatile.Read(ref told) > target, Patience).ShouldBeTrue($"round {round}: it stands at {told}");
                _server.StopServer();
                _server.StartServer();
            }

            var last = Volatile.Read(ref told) + 300;
            SpinWait.SpinUntil(() => Volatile.Read(ref told) > last, Patience).ShouldBeTrue("it does not go on");
            stop.Cancel();
            Should.Throw<OperationCanceledException>(() => writing.GetAwaiter().GetResult());
        }

        troubles.ShouldContain(trouble => trouble != null && trouble.Trouble == StateTrouble.Busy);
        troubles.Last().ShouldBeNull();
        using var reopened = Open(location);
        StoreWorkload.Check(reopened, told).ShouldBeNull();
    }

    [Fact]
    public void Commit_whose_answer_was_lost_is_recognised_and_not_made_again()
    {
        using var proxy = new CutProxy(_server.Port);
        using var store = Open(Location(proxy.Port));
        var queue = store.Queue("q");
        for (var round = 1; round <= 12; round++)
        {
            var number = round;
            var sequence = 0L;
            var before = Interlocked.Read(ref proxy.ToServer);
            proxy.Swallow();

            // Neither of them can be made twice: the item is new, and the queue would have the message.
            var write = new Write(transaction =>
            {
                sequence = transaction.Enqueue(queue, new MessageId(0, (ulong)number), 0, null, default, [], 0, null);
                transaction.AddItem("s", $"{number}", [1]);
            });
            store.Submit(write);
            SpinWait.SpinUntil(() => IsThere(number), Patience).ShouldBeTrue("the server has not got the write");
            Interlocked.Read(ref proxy.ToServer).ShouldBeGreaterThan(before);
            write.Done.IsCompleted.ShouldBeFalse();
            proxy.Cut();
            write.Outcome().ShouldBeNull();
            sequence.ShouldBe(round);
        }

        store.ReadQueue(queue, 0, 99).Select(static row => (row.Sequence, (long)row.Id.Low)).ShouldBe(Enumerable.Range(1, 12).Select(static number => ((long)number, (long)number)));
        store.ReadItems("s").Count.ShouldBe(12);

        bool IsThere(int number) => _server.Execute("postgres", $"SELECT count(*) FROM \"windrow_test\".item WHERE key = '{number}'") == "1";
    }

    [Fact]
    public void Network_that_is_cut_at_any_moment_costs_no_write_and_makes_none_twice()
    {
        using var proxy = new CutProxy(_server.Port);
        var location = Location(proxy.Port);
        var told = 0L;
        using (var store = Open(location))
        {
            using var stop = new CancellationTokenSource();
            var writing = Task.Run(() => StoreWorkload.Run(store, step => Volatile.Write(ref told, step), stop.Token), TestContext.Current.CancellationToken);
            var random = new Random(1);
            for (var round = 1; round <= 15; round++)
            {
                var target = Volatile.Read(ref told) + random.Next(1, 60);
                SpinWait.SpinUntil(() => Volatile.Read(ref told) > target, Patience).ShouldBeTrue($"round {round}: it stands at {told}");
                var octets = Interlocked.Read(ref proxy.ToServer) + random.Next(1, 3_000);
                if (round % 2 == 0)
                    proxy.Swallow();
                SpinWait.SpinUntil(() => Interlocked.Read(ref proxy.ToServer) > octets, TimeSpan.FromSeconds(1));
                proxy.Cut(refuses: true);
                proxy.Mend();
            }

            var last = Volatile.Read(ref told) + 300;
            SpinWait.SpinUntil(() => Volatile.Read(ref told) > last, Patience).ShouldBeTrue("it does not go on");
            stop.Cancel();
            Should.Throw<OperationCanceledException>(() => writing.GetAwaiter().GetResult());
        }

        using var reopened = Open(location);
        StoreWorkload.Check(reopened, told).ShouldBeNull();
    }

    [Fact]
    public async Task Read_waits_for_a_server_that_is_away_and_closing_does_not()
    {
        var location = Location(_server.Port);
        var store = Open(location);
        new Write(static transaction => transaction.PutItem("s", "k", [1])).To(store).ShouldBeNull();
        _server.StopServer();
        var read = Task.Run(() => store.ReadItem("s", "k"), TestContext.Current.CancellationToken);
        var waiting = new TaskCompletionSource();
        store.TroubleChanged += _ => waiting.TrySetResult();
        var write = new Write(static transaction => transaction.PutItem("s", "k", [2]));
        store.Submit(write);
        await waiting.Task.WaitAsync(Patience, TestContext.Current.CancellationToken);
        read.IsCompleted.ShouldBeFalse();
        _server.StartServer();
        (await read.WaitAsync(Patience, TestContext.Current.CancellationToken)).ShouldNotBeNull();
        (await write.Done.WaitAsync(Patience, TestContext.Current.CancellationToken)).ShouldBeNull();
        _server.StopServer();
        var lost = new Write(static transaction => transaction.PutItem("s", "k", [3]));
        store.Submit(lost);
        await Task.Run(store.Dispose, TestContext.Current.CancellationToken).WaitAsync(Patience, TestContext.Current.CancellationToken);
        (await lost.Done.WaitAsync(Patience, TestContext.Current.CancellationToken))!.Trouble.ShouldBe(StateTrouble.Busy);
        _server.StartServer();
        using var reopened = Open(location);
        reopened.ReadItem("s", "k").ShouldBe([2]);
    }

    [Fact]
    public void Process_that_was_cut_off_while_another_took_its_instance_writes_nothing_more()
    {
        using var proxy = new CutProxy(_server.Port);
        using var first = Open(Location(proxy.Port));
        using var lease = FlowLease.Take(first, Services("alpha"));
        new Write(static transaction => transaction.PutItem("s", "k", [1])).To(first).ShouldBeNull();
        proxy.Cut(refuses: true);
        _server.Execute("postgres", "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name LIKE 'windrow%'");
        using (var second = Open(Location(_server.Port)))
        {
            Should.Throw<StateException>(() => FlowLease.Take(second, Services("beta"))).Message.ShouldContain("is in use by process 1 on alpha");

            // Its time is over, as far as the clock of the other host goes.
            using var taken = FlowLease.Take(second, Services("beta") with { Time = new ShiftedTime(TimeSpan.FromMinutes(2)) });
            proxy.Mend();
            var stale = new Write(static transaction => transaction.PutItem("s", "k", [2]));
            first.Submit(stale);
            var failure = stale.Outcome();
            failure!.Trouble.ShouldBe(StateTrouble.Lost);
            failure.Message.ShouldContain("process 1 on beta has taken the state over at 20");
            second.ReadItem("s", "k").ShouldBe([1]);
        }
    }

    [Fact]
    public void Run_that_was_killed_is_found_by_the_next_of_its_instance_and_others_go_on()
    {
        using var north = Open(Location(_server.Port, "north"));
        using var south = Open(Location(_server.Port, "south"));
        RunEntry.Begin(north, Services("alpha"), "c").Number.ShouldBe(1);
        RunEntry.Begin(south, Services("alpha"), "c").Number.ShouldBe(2);
        north.Dispose();
        using var again = Open(Location(_server.Port, "north"));
        RunEntry.Begin(again, Services("alpha"), "c").Number.ShouldBe(3);
        south.ReadRuns(long.MaxValue, 9).Select(static run => (run.Number, run.Ended)).ShouldBe([(3, null), (2, null), (1, RunEnd.Killed)]);
    }

    private static Core.EngineServices Services(string host) => new() { Process = new Core.ProcessIdentity(host, 1) };

    private static IStateStore Open(StateLocation location) => new PostgresStates(new PhysicalFileSystem(), TimeProvider.System, new Random()).Open(location);

    private StateLocation Location(int port, string instance = "") => new(Path.Combine(_directory, $"local-{instance}"))
    {
        Database = DatabaseAddress.Parse($"postgres://windrow@127.0.0.1:{port}/postgres", null, out _),
        Flow = "test",
        Instance = instance,
    };

    private sealed class ShiftedTime(TimeSpan by) : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => System.GetUtcNow() + by;
    }
}
