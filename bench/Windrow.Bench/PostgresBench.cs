using System.Diagnostics;
using Npgsql;
using Windrow.Core.IO;
using Windrow.Core.Messages;
using Windrow.Core.State;
using Windrow.Storage;
using Windrow.Storage.Postgres;
using Windrow.Testing.Postgres;
using Windrow.Testing.States;

namespace Windrow.Bench;

/// <summary>
/// Writes to the state on a PostgreSQL of the benchmark's own, against bare Npgsql that inserts the same rows into the same table with
/// the same indexes, in arrays as large as the groups that the store formed. Both wait for the disk at each commit.
/// </summary>
internal static class PostgresBench
{
    private const int Rows = 40_000;
    private const int Rounds = 5;
    private const int UnderWay = 2_000;
    private const int PayloadBytes = 8 << 20;

    public static IEnumerable<Figure> Run()
    {
        using var server = PostgresServer.Start(isDurable: true);
        var (queued, members) = (new List<double>(), new List<double>());
        var (detail, memberDetail) = ("", "");
        for (var round = 0; round <= Rounds; round++)
        {
            using var folder = new TemporaryFolder();
            var location = new StateLocation(folder.Path("local")) { Database = DatabaseAddress.Parse(server.Address(server.CreateDatabase()), null, out _), Flow = "bench" };
            using var store = (PostgresStore)new PostgresStates(new PhysicalFileSystem(), TimeProvider.System, new Random()).Open(location);
            var queue = store.Queue("q");
            var other = store.Queue("bare");
            var body = new byte[1_100];
            var (through, group) = Submit(store, number => new Write(transaction => transaction.Enqueue(queue, new MessageId(7, Spread(number)), 0, null, default, body, body.Length, null)));
            var bare = Bare(location, other, group, body);
            var (inserted, memberGroup) = Submit(store, number => new Write(transaction => transaction.AddItem("fold/p/1:collect", $"m/{number % 100:000}/{Spread(number):x16}", body.AsSpan(0, 60))));
            if (store.CountQueue(queue) != Rows || store.ReadItems("fold/p/1:collect").Count != Rows)
                throw new InvalidOperationException("the database does not hold what was written");
            if (round == 0)
                continue;
            queued.Add(bare / through);
            members.Add(Rows / inserted);
            detail = $"{Rows / through / 1e3:0.0} against {Rows / bare / 1e3:0.0} thousand/s, 1.1 KiB each, in groups of {group}";
            memberDetail = $"in groups of {memberGroup}";
        }

        yield return new Figure("postgres enqueue", Measure.Median(queued), "×", 0.6, false, detail);
        yield return LoneMessage(server);
        yield return new Figure("postgres membership inserts", Measure.Median(members), "/s", 10_000, false, memberDetail);
        foreach (var figure in Payloads(server))
            yield return figure;
    }

    // Of a write that waits for no other: the way to the server and back, and its fsync.
    private static Figure LoneMessage(PostgresServer server)
    {
        using var folder = new TemporaryFolder();
        var location = new StateLocation(folder.Path("local")) { Database = DatabaseAddress.Parse(server.Address(server.CreateDatabase()), null, out _), Flow = "bench" };
        using var store = new PostgresStates(new PhysicalFileSystem(), TimeProvider.System, new Random()).Open(location);
        var queue = store.Queue("q");
        var waits = new List<double>();
        for (var number = 1; number <= 300; number++)
            waits.Add(Measure.Time(() => new Write(transaction => transaction.Enqueue(queue, new MessageId(7, Spread(number)), 0, null, default, [1], 1, null)).To(store)));
        return new Figure("postgres lone message", Measure.Median(waits) * 1e3, "ms", 5, true, "until it is durable, on the loopback address");
    }

    private static IEnumerable<Figure> Payloads(PostgresServer server)
    {
        using var folder = new TemporaryFolder();
        var location = new StateLocation(folder.Path("local")) { Database = DatabaseAddress.Parse(server.Address(server.CreateDatabase()), null, out _), Flow = "bench" };
        using var store = new PostgresStates(new PhysicalFileSystem(), TimeProvider.System, new Random()).Open(location);
        var (writes, reads) = (new List<double>(), new List<double>());
        var content = new byte[PayloadBytes];
        for (var round = 0; round <= Rounds; round++)
        {
            new Random(round).NextBytes(content);
            PayloadReference? payload = null;
            var write = Measure.Time(() => payload = store.Payloads.Keep(content));
            var read = Measure.Time(() => store.Payloads.Read(payload!).Return());
            if (round == 0)
                continue;
            writes.Add(PayloadBytes / write / 1e6);
            reads.Add(PayloadBytes / read / 1e6);
        }

        yield return new Figure("postgres payload write", Measure.Median(writes), "MB/s", 30, false, "8 MiB each, durable");
        yield return new Figure("postgres payload read", Measure.Median(reads), "MB/s", 100, false, "8 MiB each, with the check of its hash");
    }

    // As stages do it: many are under way, and a further one comes when one is durable.
    private static (double Seconds, int Group) Submit(PostgresStore store, Func<int, Write> create)
    {
        var before = store.Groups;
        using var room = new SemaphoreSlim(UnderWay);
        var writes = Enumerable.Range(1, Rows).Select(create).ToArray();
        var seconds = Measure.Time(() =>
        {
            foreach (var write in writes)
            {
                room.Wait();
                write.Done.ContinueWith(_ => room.Release(), TaskScheduler.Default);
                store.Submit(write);
            }

            foreach (var write in writes)
            {
                if (write.Outcome() is { } failure)
                    throw failure;
            }
        });
        return (seconds, (int)(Rows / Math.Max(1, store.Groups - before)));
    }

    private static double Bare(StateLocation location, int queue, int group, byte[] body)
    {
        using var connections = new PostgresConnections(location, "bench");
        using var connection = connections.OpenSession();
        var ids = Enumerable.Range(1, Rows).Select(static number => PostgresParameters.Uuid(new MessageId(8, Spread(number)))).ToArray();
        return Measure.Time(() =>
        {
            for (var start = 0; start < Rows; start += group)
            {
                var count = Math.Min(group, Rows - start);
                using var insert = new NpgsqlCommand(
                    "INSERT INTO queued(queue, sequence, id, priority, key, arrived, attempts, not_before, bytes, payload, body) SELECT $1, sequence, id, 0, NULL, arrived, 0, 0, 1100, NULL, body FROM unnest($2, $3, $4, $5) AS r(sequence, id, arrived, body)",
                    connection);
                insert.Parameters.Add(PostgresParameters.Of(queue));
                insert.Parameters.Add(PostgresParameters.Of(Enumerable.Range(start, count).Select(static number => (long)number).ToArray()));
                insert.Parameters.Add(PostgresParameters.Of(ids[start..(start + count)]));
                insert.Parameters.Add(PostgresParameters.Of(Enumerable.Repeat(Stopwatch.GetTimestamp(), count).ToArray()));
                insert.Parameters.Add(PostgresParameters.Of([.. Enumerable.Repeat((byte[]?)body, count)]));
                insert.ExecuteNonQuery();
            }
        });
    }

    // Ids are hashes, so an index of them is written everywhere.
    private static ulong Spread(int number) => unchecked((ulong)number * 0x9E3779B97F4A7C15UL);
}
