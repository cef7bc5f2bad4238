using Windrow.Core.Configuration;
using Windrow.Core.IO;
using Windrow.Core.Messages;
using Windrow.Core.Products;
using Windrow.Core.State;
using Windrow.Storage.Tests.Compliance;
using Windrow.Storage.Upkeep;
using Windrow.Testing.Postgres;

namespace Windrow.Storage.Tests.Postgres;

/// <summary>Several processes, several flows, and who may connect.</summary>
public sealed class PostgresInstanceTests(PostgresTestServer server) : IDisposable
{
    private readonly PostgresFixture _fixture = new(server);

    public void Dispose() => _fixture.Dispose();

    [Fact]
    public void Instances_have_queues_items_and_files_of_their_own_and_products_and_letters_in_common()
    {
        using var north = _fixture.Open("north");
        using var south = _fixture.Open("south");
        var (inNorth, inSouth) = (north.Queue("q"), south.Queue("q"));
        inNorth.ShouldNotBe(inSouth);
        foreach (var (store, queue, mark) in new[] { (north, inNorth, (byte)1), (south, inSouth, (byte)2) })
        {
            new Write(transaction =>
            {
                transaction.Enqueue(queue, new MessageId(0, 1), 0, null, default, [mark], 1, null);
                transaction.PutItem("s", "k", [mark]);
                transaction.PutItem(FlowStore.Configurations, "hash", [7]);
                transaction.PutProductFile("/out", new ProductFile(mark, IsOpen: true));
                transaction.AddProduct(new Product($"/out/{mark}", new MessageId(0, mark), 0, 1, "p", "1:file", "c", "flow.yaml:1:1", "1.0", 1, default, new Lineage()));
            }).To(store).ShouldBeNull();
        }

        north.ReadQueue(inNorth, 0, 9).ShouldHaveSingleItem().Body.ShouldBe([1]);
        south.ReadQueue(inSouth, 0, 9).ShouldHaveSingleItem().Body.ShouldBe([2]);
        (north.HighestQueued(), south.HighestQueued()).ShouldBe((1, 1));
        north.ReadItem("s", "k").ShouldBe([1]);
        south.ReadItem("s", "k").ShouldBe([2]);
        north.ReadItem(FlowStore.Configurations, "hash").ShouldBe([7]);
        (north.FindProductFile("/out"), south.FindProductFile("/out")).ShouldBe((new ProductFile(1, true), new ProductFile(2, true)));
        north.HasProduct("/out/2", new MessageId(0, 2), "c").ShouldBeTrue();
        new Write(static transaction => transaction.CloseProductFiles()).To(north).ShouldBeNull();
        south.FindProductFile("/out").ShouldBe(new ProductFile(2, true));
    }

    [Fact]
    public async Task Instances_that_enter_the_same_products_and_payloads_at_once_do_not_stand_in_each_others_way()
    {
        await Task.WhenAll(Enumerable.Range(0, 4).Select(instance => Task.Run(() =>
        {
            using var store = _fixture.Open($"i{instance}");
            var queue = store.Queue("q");
            for (var round = 0; round < 10; round++)
            {
                var payload = store.Payloads.Keep(new byte[70_000 + (round % 2)]);
                var other = store.Payloads.Keep(new byte[70_000 + ((round + 1) % 2)]);
                var number = round;
                new Write(transaction =>
                {
                    transaction.Enqueue(queue, new MessageId((ulong)instance, (ulong)(2 * number)), 0, null, default, [], 0, payload);
                    transaction.Enqueue(queue, new MessageId((ulong)instance, (ulong)((2 * number) + 1)), 0, null, default, [], 0, other);
                    foreach (var each in instance % 2 == 0 ? new[] { 1, 2, 3 } : [3, 2, 1])
                        transaction.AddProduct(new Product($"/out/{each}", new MessageId(0, 0), 0, 1, "p", "1:file", "c", "flow.yaml:1:1", "1.0", 1, default, new Lineage()));
                    transaction.PutItem(FlowStore.Configurations, "hash", [7]);
                }).To(store).ShouldBeNull();
                store.Payloads.Release(payload);
                store.Payloads.Release(other);
            }

            new Write(transaction => transaction.DropQueue(queue)).To(store).ShouldBeNull();
        })));
        using (var last = _fixture.Open("last"))
            new Write(static _ => { }).To(last).ShouldBeNull();
        _fixture.Problems().ShouldBeEmpty();
        _fixture.KeptPayloads().ShouldBeEmpty();
    }

    [Fact]
    public async Task Processes_that_make_the_tables_at_the_same_time_make_them_once()
    {
        await Task.WhenAll(Enumerable.Range(0, 4).Select(instance => Task.Run(() => _fixture.Open($"i{instance}").Dispose())));
        server.Execute($"SELECT number FROM {_fixture.Table("version")}").ShouldBe("3");
        server.Execute($"SELECT string_agg(name, ' ' ORDER BY name) FROM {_fixture.Table("instance")}").ShouldBe("i0 i1 i2 i3");
    }

    [Fact]
    public void Tables_of_a_later_version_are_refused_and_left_alone()
    {
        _fixture.Open().Dispose();
        server.Execute($"UPDATE {_fixture.Table("version")} SET number = 99");
        Should.Throw<StateException>(() => _fixture.Open()).Message.ShouldContain("has schema version 99, this program knows up to 3; use the version of Windrow that wrote it");
        Should.Throw<StateException>(() => _fixture.Look()).Message.ShouldContain("has schema version 99");
        server.Execute($"SELECT number FROM {_fixture.Table("version")}").ShouldBe("99");
    }

    [Fact]
    public void Flows_of_one_database_have_a_schema_each()
    {
        var lengthy = new string('ü', 60);
        foreach (var flow in new[] { "coastal-statistics", "coastal statistics", lengthy, $"{lengthy}x" })
        {
            var location = Location(server.Address) with { Flow = flow };
            using (var store = States.Open(location))
                new Write(transaction => transaction.PutItem("flow", flow, [1])).To(store).ShouldBeNull();
            using var reader = States.Look(location);
            reader.ReadItems("flow").ShouldHaveSingleItem().Key.ShouldBe(flow);
            server.Execute($"DROP SCHEMA \"{PostgresStates.SchemaOf(location)}\" CASCADE");
        }
    }

    [Fact]
    public void Password_of_a_secret_opens_the_database_and_is_in_no_message()
    {
        var database = server.Server.CreateDatabase(PostgresServer.GuardedUser);
        const string Shown = "postgres://guarded:${secret:db}@127.0.0.1:{0}/{1}";
        var text = Shown.Replace("{0}", $"{server.Server.Port}", StringComparison.Ordinal).Replace("{1}", database, StringComparison.Ordinal);
        var right = DatabaseAddress.Parse(text, new Secret(text.Replace("${secret:db}", PostgresServer.Password, StringComparison.Ordinal), text), out _)!;
        using (var store = States.Open(Location(server.Address) with { Database = right }))
        {
            new Write(static transaction => transaction.PutItem("s", "k", [1])).To(store).ShouldBeNull();
            store.Location.ShouldBe($"postgres://guarded@127.0.0.1:{server.Server.Port}/{database}");
        }

        var wrong = DatabaseAddress.Parse(text, new Secret(text.Replace("${secret:db}", "hunter2", StringComparison.Ordinal), text), out _)!;
        var failure = Should.Throw<StateException>(() => States.Open(Location(server.Address) with { Database = wrong }));
        failure.Message.ShouldContain("password authentication failed");
        for (Exception? each = failure; each is not null; each = each.InnerException)
            each.ToString().ShouldNotContain("hunter2");
        Location(server.Address).ToString().ShouldNotContain("hunter2");
    }

    [Fact]
    public void Verification_finds_what_is_damaged()
    {
        PayloadReference payload;
        using (var store = _fixture.Open())
        {
            var queue = store.Queue("q");
            payload = store.Payloads.Keep(new byte[3_000_000]);
            var body = new Core.Binary.ByteWriter();
            new Core.Binary.MessageBinary(new Core.Binary.StoredFormats(), store.Payloads).Write(body, TestFlow.Message(1));
            new Write(transaction => transaction.Enqueue(queue, new MessageId(0, 1), 0, null, default, body.Written, 1, payload)).To(store).ShouldBeNull();
            store.Payloads.Release(payload);
            new Write(static _ => { }).To(store).ShouldBeNull();
            var inUse = DatabaseVerifier.Verify(_fixture.Location());
            (inUse.IsSound, inUse.IsInUse, inUse.Payloads, inUse.PayloadBytes).ShouldBe((true, true, 1, 3_000_000), string.Join('\n', inUse.Problems));
        }

        DatabaseVerifier.Verify(_fixture.Location()).IsInUse.ShouldBeFalse();
        _fixture.Damage(payload);
        server.Execute($"UPDATE {_fixture.Table("queued")} SET body = set_byte(body, 5, get_byte(body, 5) # 1)");
        server.Execute($"UPDATE {_fixture.Table("payload")} SET holders = 2");
        var report = DatabaseVerifier.Verify(_fixture.Location());
        report.Problems.Count.ShouldBe(3);
        report.Problems[0].ShouldContain("does not have its checksum");
        report.Problems[1].ShouldContain($"the payload {payload.Hash} does not hold what was stored");
        report.Problems[2].ShouldContain("is held by 1 rows, and 2 are noted");
    }

    private static PostgresStates States => new(new PhysicalFileSystem(), TimeProvider.System, new Random());

    private StateLocation Location(string address) => _fixture.Location() with { Database = DatabaseAddress.Parse(address, null, out _) };
}
