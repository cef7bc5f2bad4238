using System.Diagnostics;
using Windrow.Core;
using Windrow.Core.Binary;
using Windrow.Core.Configuration;
using Windrow.Core.Errors;
using Windrow.Core.Filters;
using Windrow.Core.Flows;
using Windrow.Core.IO;
using Windrow.Core.Messages;
using Windrow.Core.Payloads;
using Windrow.Core.Plans;
using Windrow.Core.PlugIns.Null;
using Windrow.Core.Stages;
using Windrow.Core.State;
using Windrow.Native.Sqlite;
using Windrow.Storage.Sqlite;
using Windrow.Storage.Sqlite.Rows;

namespace Windrow.Bench;

/// <summary>
/// Messages of 1 KiB through a durable queue, against bare SQLite that inserts the same rows into the same table with
/// the same indexes, in transactions as large as the groups that the store formed.
/// </summary>
internal static class StoreBench
{
    private const int Messages = 60_000;
    private const int Rounds = 7;
    private const int Lone = 200;

    public static IEnumerable<Figure> Run()
    {
        var messages = Enumerable.Range(0, Messages).Select(static number => new Message(
            MessageKind.Event, Metadata.From(("param", "2t"), ("number", (long)number)), new BytesPayload(new byte[1024]), new Origin("bench", "memory", number))).ToArray();
        var (enqueue, settle) = (new List<double>(), new List<double>());
        var detail = "";
        for (var round = 0; round <= Rounds; round++)
        {
            using var folder = new TemporaryFolder();
            var queue = new Bench(folder.Path("store"));
            var (enqueued, group) = queue.Enqueue(messages);
            using var other = new TemporaryFolder();
            var through = new Bench(other.Path("store")).ToEnd(messages);
            var bare = Bare(queue.Rows, folder.Path("bare"), group);
            queue.Dispose();
            if (round == 0)
                continue;
            enqueue.Add(bare / enqueued);
            settle.Add(bare / through);
            detail = $"{Messages / enqueued / 1e3:0.0} and {Messages / through / 1e3:0.0} against {Messages / bare / 1e3:0.0} thousand/s in groups of {group}";
        }

        yield return new Figure("store enqueue", Measure.Median(enqueue), "×", 0.6, false, detail);
        yield return new Figure("store enqueue to settle", Measure.Median(settle), "×", 0.35, false, detail);
        yield return LoneMessage();
    }

    // What a message adds to the fsync that it has to wait for, as the disk does one at that moment.
    private static Figure LoneMessage()
    {
        using var folder = new TemporaryFolder();
        using var store = SqliteStateStore.Open(folder.Path("store"), new SqliteStateOptions(new PhysicalFileSystem(), TimeProvider.System));
        var queue = store.Queue("q");
        using var file = File.Open(folder.Path("probe"), FileMode.Create);
        var (waits, syncs) = (new List<double>(), new List<double>());
        var body = new byte[1_100];
        for (var number = 1; number <= Lone; number++)
        {
            var write = new LoneWrite(queue, number, body);
            waits.Add(Measure.Time(() =>
            {
                store.Submit(write);
                write.Done.Wait();
            }));
            syncs.Add(Measure.Time(() =>
            {
                file.Write(body);
                file.Flush(flushToDisk: true);
            }));
        }

        var (wait, sync) = (Measure.Median(waits) * 1e3, Measure.Median(syncs) * 1e3);
        return new Figure("store lone message", wait - sync, "ms", 2, true, $"{wait:0.000} ms, of which one fsync is {sync:0.000} ms");
    }

    private static double Bare(IReadOnlyList<QueueRow> rows, string path, int group)
    {
        using var database = SqliteDatabase.Open(path);
        SqliteStateStore.Configure(database);
        StateSchema.Upgrade(database);
        database.Execute("INSERT INTO queue(name) VALUES('q')"u8);
        using var insert = database.Prepare("INSERT INTO queued(sequence, queue, id, priority, key, arrived, attempts, not_before, bytes, payload, body) VALUES(?1, 1, ?2, 0, NULL, ?3, 0, 0, ?4, NULL, ?5)");
        using var begin = database.Prepare("BEGIN IMMEDIATE");
        using var commit = database.Prepare("COMMIT");
        return Measure.Time(() =>
        {
            for (var i = 0; i < rows.Count; i++)
            {
                if (i % group == 0)
                    begin.Run();
                insert.Bind(1, rows[i].Sequence);
                insert.BindId(2, rows[i].Id);
                insert.Bind(3, Stopwatch.GetTimestamp());
                insert.Bind(4, rows[i].Bytes);
                insert.Bind(5, rows[i].Body);
                insert.Run();
                if ((i + 1) % group == 0 || i + 1 == rows.Count)
                    commit.Run();
            }
        });
    }

    private sealed class LoneWrite(int queue, int number, byte[] body) : StateWrite
    {
        public ManualResetEventSlim Done { get; } = new();

        public override void Apply(IStateTransaction transaction) => transaction.Enqueue(queue, new MessageId(1, (ulong)number), 0, null, default, body, body.Length, null);

        public override void Completed(StateException? failure) => Done.Set();
    }

    private sealed class Bench : IDisposable
    {
        private readonly Congestion _congestion = new();
        private readonly FlowStore _flow;
        private readonly Plan _plan;
        private SqliteStateStore? _store;

        public Bench(string directory)
        {
            var services = new EngineServices { States = new Provider(this) };
            _flow = new FlowStore(services, directory, new StoredFormats());
            var sink = new ActionDefinition("null", 1, new StageOptions { Queue = QueueKind.Durable }, SourceLocation.None, static () => new NullSink());
            _plan = new Plan(new PlanDefinition("bench", Constant.True, [], [sink], RetryPolicy.Transient, "", SourceLocation.None), services, _flow, new FlowShared(), _congestion, 1);
        }

        public IReadOnlyList<QueueRow> Rows => _store!.ReadQueue(_store.Queue("bench/1:null"), 0, int.MaxValue);

        /// <summary>Only into the store: nothing takes out of the queue.</summary>
        public (double Seconds, int Group) Enqueue(Message[] messages)
        {
            var before = _store!.Groups;
            var seconds = Measure.Time(() => Push(messages));
            return (seconds, (int)Math.Max(1, messages.Length / Math.Max(1, _store.Groups - before)));
        }

        /// <summary>Through the queue and the sink, until the store holds nothing any more.</summary>
        public double ToEnd(Message[] messages)
        {
            _plan.Open();
            var seconds = Measure.Time(() => Push(messages));
            Dispose();
            return seconds;
        }

        public void Dispose()
        {
            _plan.Dispose();
            _flow.Dispose();
        }

        private void Push(Message[] messages) => Task.Run(async () =>
        {
            foreach (var message in messages)
            {
                if (_congestion.IsAny)
                    await _congestion.Relieved.ConfigureAwait(false);
                _plan.Entrance.Enqueue(message.ShareFor(null));
            }

            await _plan.WhenAtRest().ConfigureAwait(false);
        }).Wait();

        private sealed class Provider(Bench bench) : IStateProvider
        {
            public bool Exists(StateLocation location) => false;

            public IStateReader Look(StateLocation location) => throw new NotSupportedException();

            public IStateStore Open(StateLocation location, long maximum = 0) =>
                bench._store = SqliteStateStore.Open(location.Directory, new SqliteStateOptions(new PhysicalFileSystem(), TimeProvider.System));
        }
    }
}
