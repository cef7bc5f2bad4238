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
using Windrow.Storage;
using Windrow.Storage.Postgres;
using Windrow.Storage.Postgres.Sets;
using Windrow.Storage.Sqlite;
using Windrow.Testing.Postgres;

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
    private const int SharedRounds = 3;
    private const int SharedSample = 5_000;
    private const int SharedPairs = 30;

    public static IEnumerable<Figure> Run()
    {
        var (ratios, rates) = (new List<double>(), new List<double>());
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
            rates.Add(Members / took);
            detail = string.Create(CultureInfo.InvariantCulture, $"{Members / took / 1e3:0.0} against {Members / bare / 1e3:0.0} thousand/s in groups of {group}");
        }

        yield return new Figure("collect members", Measure.Median(ratios), "×", 0.4, false, detail);
        yield return new Figure("collect membership inserts", Measure.Median(rates), "/s", 20_000, false, "of 1 KiB each, durable, on SQLite");
        yield return Large();
        foreach (var figure in Shared())
            yield return figure;
    }

    // Sets that all processes of a flow have in common, on a PostgreSQL that waits for the disk.
    private static IEnumerable<Figure> Shared()
    {
        using var server = PostgresServer.Start(isDurable: true);
        var (alone, shared, three) = (new List<double>(), new List<double>(), new List<double>());
        for (var round = 0; round <= SharedRounds; round++)
        {
            using var folder = new TemporaryFolder();
            StateLocation At(string instance, string database) =>
                new(folder.Path($"{database}{instance}")) { Database = DatabaseAddress.Parse(server.Address(database), null, out _), Flow = "bench", Instance = instance };
            using var own = new Bench(At("", server.CreateDatabase()), "dataset");
            var aloneTook = own.Push(0, Members, SmallSet).Seconds;
            var together = server.CreateDatabase();
            using var one = new Bench(At("one", together), "dataset");
            var sharedTook = one.Push(0, Members, SmallSet).Seconds;
            using var two = new Bench(At("two", together), "dataset");
            using var other = new Bench(At("three", together), "dataset");

            // Into the same sets, each member from one of them.
            var threeTook = Measure.Time(() => Task.WaitAll(new[] { one, two, other }.Select((bench, place) => Task.Run(() => bench.Push(Members + place, Members / 3, SmallSet, step: 3))).ToArray()));
            if (round == 0)
                continue;
            alone.Add(Members / aloneTook);
            shared.Add(Members / sharedTook);
            three.Add(Members / threeTook);
        }

        yield return new Figure("collect membership inserts, PostgreSQL", Measure.Median(alone), "/s", 10_000, false, $"durable, sets of {SmallSet}, of one process alone");
        yield return new Figure("collect membership inserts, shared", Measure.Median(shared), "/s", 10_000, false, $"durable, sets of {SmallSet} that processes have in common, one at work");
        yield return new Figure("collect membership inserts, three processes", Measure.Median(three), "/s", 10_000, false, "the same, three stores at work on the same sets");
        yield return SharedLarge(server);
    }

    private static Figure SharedLarge(PostgresServer server)
    {
        using var folder = new TemporaryFolder();
        var database = server.CreateDatabase();
        using var bench = new Bench(new StateLocation(folder.Path("large")) { Database = DatabaseAddress.Parse(server.Address(database), null, out _), Flow = "bench", Instance = "one" }, "dataset");

        // Of the million that is there already, as the server itself makes it.
        bench.Push(0, 1, LargeSet);
        server.Execute(database, $"""
            INSERT INTO windrow_bench.collected_member(home, run, identity, set, number, is_ready, value)
            SELECT home, (n - 1) / {MemberRuns.Length}, gen_random_uuid(), set, n, true, value FROM windrow_bench.collected_member, generate_series(2, {LargeSet}) AS n;
            UPDATE windrow_bench.collected_set SET members = {LargeSet}, last_member = {LargeSet}, stored = {LargeSet};
            ANALYZE windrow_bench.collected_member;
            """);
        var (smalls, larges) = (new List<double>(), new List<double>());
        for (var round = 0; round < SharedPairs; round++)
        {
            larges.Add(bench.Push(2 + (round * SharedSample), SharedSample, LargeSet).Seconds);
            smalls.Add(bench.Push((LargeSet * (2L + round)), SharedSample, SmallSet, offset: LargeSet).Seconds);
        }

        var (one, small) = (Measure.Median(larges) / SharedSample * 1e6, Measure.Median(smalls) / SharedSample * 1e6);
        return new Figure("collect member of a million, shared", one / small, "×", 1.2, true, string.Create(CultureInfo.InvariantCulture, $"{one:0.0} µs against {small:0.0} µs in sets of {SmallSet}"));
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
        private IStateStore? _store;

        public Bench(string directory, string emit)
            : this(new StateLocation(directory), emit)
        {
        }

        public Bench(StateLocation location, string emit)
        {
            var services = new EngineServices { States = new Provider(this) };
            _flow = new FlowStore(services, location, new StoredFormats());
            var yaml = $"{{key: [set], count: {int.MaxValue}, deadline: 10d, maximum-open: 1000000, emit: {emit}}}";
            var options = CollectOptions.Set.Bind((MappingNode)ConfigReader.Read(yaml, "bench", new DiagnosticBag(), ConfigDialect.Native)!, new DiagnosticBag());
            var collect = new ActionDefinition("collect", 1, null, SourceLocation.None, () => new CollectAction(options, "/"));
            var sink = new ActionDefinition("null", 2, null, SourceLocation.None, static () => new NullSink());
            _plan = new Plan(new PlanDefinition("bench", Constant.True, [collect], [sink], RetryPolicy.Transient, "", SourceLocation.None), services, _flow, new FlowShared(), _congestion, 1);
            _flow.Open();
        }

        public IReadOnlyList<StateItem> Rows => _store!.ReadItems(Scope);

        /// <summary>Until all of them are durable.</summary>
        public (double Seconds, int Group) Push(long from, int count, int perSet, bool cpu = false, int step = 1, long offset = 0)
        {
            var before = Groups;
            var messages = Enumerable.Range(0, count).Select(place => from + (place * step)).Select(number => new Message(
                MessageKind.Event, Metadata.From(("set", (number / perSet) + offset), ("number", number)), new BytesPayload(_bytes), new Origin("bench", "memory", number))).ToArray();
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
            return (seconds, (int)Math.Max(1, count / Math.Max(1, Groups - before)));
        }

        private long Groups => _store switch
        {
            SqliteStateStore sqlite => sqlite.Groups,
            PostgresStore postgres => postgres.Groups,
            _ => 0,
        };

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
                bench._store = location.Database is null
                    ? SqliteStateStore.Open(location.Directory, new SqliteStateOptions(new PhysicalFileSystem(), TimeProvider.System))
                    : new PostgresStates(new PhysicalFileSystem(), TimeProvider.System, new Random()).Open(location);
        }
    }
}
