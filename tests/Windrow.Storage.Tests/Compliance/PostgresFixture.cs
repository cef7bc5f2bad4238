using System.Diagnostics;
using System.Globalization;
using Windrow.Core.IO;
using Windrow.Core.State;
using Windrow.Testing.Compliance.Stores;

namespace Windrow.Storage.Tests.Compliance;

/// <summary>A store in a schema of its own, in a database that all tests of the assembly have in common.</summary>
internal sealed class PostgresFixture : StoreFixture
{
    private static int _schemas;

    private readonly PostgresTestServer _server;
    private readonly string _schema = string.Create(CultureInfo.InvariantCulture, $"Test {Interlocked.Increment(ref _schemas)}");
    private readonly string _directory = Directory.CreateTempSubdirectory("windrow-postgres-state-").FullName;
    private readonly PostgresStates _states = new(new PhysicalFileSystem(), TimeProvider.System, new Random());

    public PostgresFixture(PostgresTestServer server) => _server = server;

    public string Address => $"{_server.Address}?schema={Uri.EscapeDataString(_schema)}";

    public override bool Exists => _states.Exists(Location());

    public StateLocation Location(string instance = "") => new(Path.Combine(_directory, $"local{instance}")) { Database = DatabaseAddress.Parse(Address, null, out _), Flow = "test", Instance = instance };

    public override IStateStore Open() => _states.Open(Location());

    public IStateStore Open(string instance) => _states.Open(Location(instance));

    public override IStateReader Look() => _states.Look(Location());

    public override Process StartWriter() => WriterProcess.Start(Address);

    public override IReadOnlyDictionary<string, int> NamedPayloads() => Rows($"""
        SELECT payload, count(*) FROM (
            SELECT payload FROM {Table("queued")} UNION ALL SELECT payload FROM {Table("item")} UNION ALL SELECT payload FROM {Table("dead_letter")} UNION ALL SELECT payload FROM {Table("collected_member")}) AS named
        WHERE payload IS NOT NULL GROUP BY payload
        """).ToDictionary(static row => row[0], static row => int.Parse(row[1], CultureInfo.InvariantCulture));

    public override IReadOnlyCollection<string> KeptPayloads() => [.. Rows($"SELECT hash FROM {Table("payload")}").Select(static row => row[0])];

    public override void Damage(PayloadReference payload) =>
        _server.Execute($"UPDATE {Table("payload_part")} SET bytes = set_byte(bytes, 77, 1) WHERE hash = '{payload.Hash}' AND number = 0");

    public override IReadOnlyList<string> Problems() => [.. Rows($"""
        SELECT hash || ' has ' || holders || ' holders, and is held ' || coalesce(times, 0) || ' times'
        FROM {Table("payload")} FULL JOIN (
            SELECT payload, count(*) AS times FROM (
                SELECT payload FROM {Table("queued")} UNION ALL SELECT payload FROM {Table("item")} UNION ALL SELECT payload FROM {Table("dead_letter")} UNION ALL SELECT payload FROM {Table("collected_member")} UNION ALL SELECT payload FROM {Table("kept")}) AS each
            WHERE payload IS NOT NULL GROUP BY payload) AS named ON hash = payload
        WHERE holders IS DISTINCT FROM times
        """).Select(static row => string.Join(' ', row))];

    public string Table(string name) => $"\"{_schema}\".{name}";

    protected override void Dispose(bool disposing)
    {
        _server.Execute($"DROP SCHEMA IF EXISTS \"{_schema}\" CASCADE");
        Directory.Delete(_directory, recursive: true);
    }

    private IEnumerable<string[]> Rows(string sql) => _server.Execute(sql).Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(static row => row.Split('|'));
}
