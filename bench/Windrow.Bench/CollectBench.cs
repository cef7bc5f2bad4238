using System.Globalization;
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
using Windrow.Core.PlugIns.Collect;
using Windrow.Core.PlugIns.Null;
using Windrow.Core.Stages;
using Windrow.Core.State;
using Windrow.Native.Sqlite;
using Windrow.Storage.Sqlite;

namespace Windrow.Bench;

/// <summary>
/// What it costs to take members of 1 KiB into sets that outlive the process, against bare SQLite that upserts the same rows into the
/// same table, in transactions as large as the groups that the store formed; and members of a set of a million against those of small sets.
/// </summary>
internal static class CollectBench
{
    private const string Scope = "fold/bench/1:collect";
    private const int Members = 60_000;
    private const int Rounds = 7;
    private const int SmallSet = 100;
    private const int LargeSet = 1_000_000;
    private const int Sample = 100_000;

    public static IEnumerable<Figure> Run()
    {
        var ratios = new List<double>();
        var detail = "";
        for (var round = 0; round <= Rounds; round++)
        {
            using var folder = new TemporaryFolder();
            using var bench = new Bench(folder.Path("store"), "members");
            var (took, group) = bench.Push(0, Members, SmallSet);
            var bare = Bare(bench.Rows, folder.Path("bare"), group);
            if (round == 0)
                continue;
            ratios.Add(bare / took);
            detail = string.Create(CultureInfo.InvariantCulture, $"{Members / took / 1e3:0.0} against {Members / bare / 1e3:0.0} thousand/s in groups of {group}");
        }

        yield return new Figure("collect members", Measure.Median(ratios), "×", 0.4, false, detail);
        yield return Large();
    }

    // The last members of the million in one set, against the last of a million in small ones, in turn; processor time, as
    // what the disk does meanwhile is the same for both.
    private static Figure Large()
    {
        using var folder = new TemporaryFolder();
        using var small = new Bench(folder.Path("small"), "dataset");
        using var large = new Bench(folder.Path("large"), "dataset");
        small.Push(0, LargeSet - Sample, SmallSet);
        large.Push(0, LargeSet - Sample, LargeSet);
        var (smalls, larges) = (new List<double>(), new List<double>());
        for (var from = LargeSet - Sample; from < LargeSet; from += Sample / 10)
        {
            smalls.Add(small.Push(from, Sample / 10, SmallSet, cpu: true).Seconds);
            larges.Add(large.Push(from, Sample / 10, LargeSet, cpu: true).Seconds);
        }

        var (one, other) = (Measure.Median(larges) / (Sample / 10) * 1e6, Measure.Median(smalls) / (Sample / 10) * 1e6);
        return new Figure("collect member of a million", one / other, "×", 1.2, true, string.Create(CultureInfo.InvariantCulture, $"{one:0.00} µs of processor time against {other:0.00} µs in sets of {SmallSet}"));
    }

    private static double Bare(IReadOnlyList<StateItem> rows, string path, int group)
    {
        using var database = SqliteDatabase.Open(path);
        SqliteStateStore.Configure(database);
        StateSchema.Upgrade(database);
        using var upsert = database.Prepare("INSERT INTO item(scope, key, value) VALUES(?1, ?2, ?3) ON CONFLICT(scope, key) DO UPDATE SET value = excluded.value");
        using var begin = database.Prepare("BEGIN IMMEDIATE");
        using var commit = database.Prepare("COMMIT");
        return Measure.Time(() =>
        {
            for (var i = 0; i < rows.Count; i++)
            {
                if (i % group == 0)
                    begin.Run();
                upsert.BindText(1, Scope);
                upsert.BindText(2, rows[i].Key);
                upsert.Bind(3, rows[i].Value);
                upsert.Run();
                if ((i + 1) % group == 0 || i + 1 == rows.Count)
                    commit.Run();
            }
        });
    }

    /// <summary>A plan of one collect whose sets are never complete.</summary>
    private sealed class Bench : IDisposable
    {
        private readonly Congestion _congestion = new();
        private readonly FlowStore _flow;
        private readonly Plan _plan;
        private readonly byte[] _bytes = new byte[1024];
        private SqliteStateStore? _store;

        public Bench(string directory, string emit)
        {
            var services = new EngineServices { States = new Provider(this) };
            _flow = new FlowStore(services, directory, new StoredFormats());
            var yaml = $"{{key: [set], count: {int.MaxValue}, deadline: 10d, maximum-open: 1000000, emit: {emit}}}";
            var options = CollectOptions.Set.Bind((MappingNode)ConfigReader.Read(yaml, "bench", new DiagnosticBag(), ConfigDialect.Native)!, new DiagnosticBag());
            var collect = new ActionDefinition("collect", 1, null, SourceLocation.None, () => new CollectAction(options, "/"));
            var sink = new ActionDefinition("null", 2, null, SourceLocation.None, static () => new NullSink());
            _plan = new Plan(new PlanDefinition("bench", Constant.True, [collect], [sink], RetryPolicy.Transient, "", SourceLocation.None), services, _flow, new FlowShared(), _congestion, 1);
            _flow.Open();
        }

        public IReadOnlyList<StateItem> Rows => _store!.ReadItems(Scope);

        /// <summary>Until all of them are durable.</summary>
        public (double Seconds, int Group) Push(int from, int count, int perSet, bool cpu = false)
        {
            var before = _store!.Groups;
            var messages = Enumerable.Range(from, count).Select(number => new Message(
                MessageKind.Event, Metadata.From(("set", (long)(number / perSet)), ("number", (long)number)), new BytesPayload(_bytes), new Origin("bench", "memory", number))).ToArray();
            var seconds = Measure.Time(() => Task.Run(async () =>
            {
                foreach (var message in messages)
                {
                    if (_congestion.IsAny)
                        await _congestion.Relieved.ConfigureAwait(false);
                    _plan.Entrance.Enqueue(message);
                }

                // The barrier waits for what came before it to be durable.
                _plan.Entrance.Enqueue(new Message(MessageKind.Flush, Metadata.Empty, Payload.None, _plan.Origin));
                await _plan.WhenAtRest().ConfigureAwait(false);
            }).Wait(), cpu);
            return (seconds, (int)Math.Max(1, count / Math.Max(1, _store.Groups - before)));
        }

        public void Dispose()
        {
            _plan.Dispose();
            _flow.Dispose();
        }

        private sealed class Provider(Bench bench) : IStateProvider
        {
            public bool Exists(StateLocation location) => false;

            public IStateReader Look(StateLocation location) => throw new NotSupportedException();

            public IStateStore Open(StateLocation location, long maximum = 0) =>
                bench._store = SqliteStateStore.Open(location.Directory, new SqliteStateOptions(new PhysicalFileSystem(), TimeProvider.System));
        }
    }
}
