using Windrow.Native.NativeLibraries;
using Windrow.Native.Sqlite;

namespace Windrow.Native.Tests.Sqlite;

public sealed class SqliteDatabaseTests : IDisposable
{
    private readonly TemporaryDatabase _files = new();

    public void Dispose() => _files.Dispose();

    [Fact]
    public void Version_is_that_of_the_loaded_library()
    {
        var status = NativeLibraryProbe.Probe(NativeLibraryTable.Sqlite);
        status.Found.ShouldBeTrue();
        status.Version.ShouldBe(SqliteDatabase.Version);
        Version.Parse(SqliteDatabase.Version).ShouldBeGreaterThanOrEqualTo(new Version(3, 37));
    }

    [Fact]
    public void Execute_runs_all_statements_to_its_end_or_to_a_zero_octet()
    {
        using var database = _files.Open();
        database.Execute("CREATE TABLE t (v); INSERT INTO t VALUES (1);; SELECT * FROM t; -- remark\n INSERT INTO t VALUES (2) ; ");
        database.Execute("INSERT INTO t VALUES (3)\0 nonsense"u8);
        database.Execute("");
        database.Number("SELECT sum(v) FROM t").ShouldBe(6);
    }

    [Fact]
    public void Execute_stops_at_the_first_error_and_names_the_statement()
    {
        using var database = _files.Open();
        var failure = Should.Throw<SqliteException>(() => database.Execute("CREATE TABLE t (v); INSERT INTO u VALUES (1); CREATE TABLE w (v)"));
        failure.Code.ShouldBe(SqliteCode.Error);
        failure.Message.ShouldContain("no such table: u");
        failure.Message.ShouldContain(_files.File);
        database.Number("SELECT count(*) FROM sqlite_schema").ShouldBe(1);
    }

    [Fact]
    public void Changes_row_id_and_transaction_are_told()
    {
        using var database = _files.Create("v");
        database.IsInTransaction.ShouldBeFalse();
        database.Execute("BEGIN; INSERT INTO t VALUES (1), (2), (3)");
        database.IsInTransaction.ShouldBeTrue();
        database.Changes.ShouldBe(3);
        database.LastInsertRowId.ShouldBe(3);
        database.Execute("ROLLBACK");
        database.IsInTransaction.ShouldBeFalse();
    }

    [Fact]
    public void Closing_ends_statements_that_were_left()
    {
        var database = _files.Create("v");
        database.Execute("INSERT INTO t VALUES (1), (2)");
        database.Prepare("SELECT v FROM t").Step().ShouldBeTrue();
        database.Dispose();
        File.Exists(_files.File + "-wal").ShouldBeFalse("the last connection removes the log as it closes");
    }

    [Fact]
    public async Task Interrupt_ends_a_statement_from_another_thread()
    {
        using var database = _files.Open();
        using var endless = database.Prepare("WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT i FROM n");
        endless.Step().ShouldBeTrue();
        var interrupting = Task.Run(database.Interrupt, TestContext.Current.CancellationToken);
        Should.Throw<SqliteException>(endless.Run).Class.ShouldBe(SqliteErrorClass.Interrupted);
        await interrupting;
    }

    [Fact]
    public void Reader_sees_its_snapshot_while_a_writer_commits()
    {
        using var writer = _files.Create("v");
        writer.Execute("INSERT INTO t VALUES (1)");
        using var reader = _files.Open(SqliteOpenMode.ReadOnly);
        reader.Execute("BEGIN");
        reader.Number("SELECT count(*) FROM t").ShouldBe(1);
        for (var i = 0; i < 10; i++)
            writer.Execute("INSERT INTO t VALUES (1)");
        reader.Number("SELECT count(*) FROM t").ShouldBe(1);
        writer.CheckpointWal(SqliteCheckpointMode.Truncate).IsBlocked.ShouldBeTrue();
        reader.Execute("COMMIT");
        reader.Number("SELECT count(*) FROM t").ShouldBe(11);
        writer.CheckpointWal(SqliteCheckpointMode.Truncate).ShouldBe(new SqliteCheckpoint(0, 0, IsBlocked: false));
        new FileInfo(_files.File + "-wal").Length.ShouldBe(0);
    }

    [Fact]
    public void Checkpoint_tells_what_it_copied()
    {
        using var database = _files.Create("v");
        database.Execute("INSERT INTO t VALUES (1)");
        var done = database.CheckpointWal(SqliteCheckpointMode.Passive);
        done.Frames.ShouldBeGreaterThan(0);
        done.Copied.ShouldBe(done.Frames);
    }

    [Fact]
    public async Task Backup_is_one_snapshot_while_another_connection_writes()
    {
        using var database = _files.Create("v, w");
        database.Execute("INSERT INTO t VALUES (0, zeroblob(500000))");
        using var stop = new CancellationTokenSource();
        using var isWriting = new ManualResetEventSlim();
        var writing = Task.Run(
            () =>
            {
                using var writer = _files.Open(busyMilliseconds: 5000);
                // Pairs: a copy that mixes two moments may hold an odd number.
                for (var i = 1; !stop.IsCancellationRequested; i++)
                {
                    writer.Execute($"BEGIN IMMEDIATE; INSERT INTO t VALUES ({i}, zeroblob(3000)); INSERT INTO t VALUES ({i}, zeroblob(3000)); COMMIT");
                    isWriting.Set();
                }
            },
            TestContext.Current.CancellationToken);
        isWriting.Wait(TestContext.Current.CancellationToken);
        var rows = database.Number("SELECT count(*) FROM t");
        database.BackUpTo(_files.PathOf("copy.db"), pagesPerStep: 1, TestContext.Current.CancellationToken);
        database.IsInTransaction.ShouldBeFalse();
        await stop.CancelAsync();
        await writing;

        using var copy = SqliteDatabase.Open(_files.PathOf("copy.db"), new SqliteOpenOptions { Mode = SqliteOpenMode.ReadWrite });
        copy.Word("PRAGMA integrity_check").ShouldBe("ok");
        var copied = copy.Number("SELECT count(*) FROM t");
        copied.ShouldBeGreaterThanOrEqualTo(rows);
        (copied % 2).ShouldBe(1);
        database.Number("SELECT count(*) FROM t").ShouldBeGreaterThanOrEqualTo(copied);
    }

    [Fact]
    public void Backup_can_be_cancelled_between_steps()
    {
        using var database = _files.Create("v");
        Should.Throw<OperationCanceledException>(() => database.BackUpTo(_files.PathOf("copy.db"), 1, new CancellationToken(canceled: true)));
        database.IsInTransaction.ShouldBeFalse();
    }
}
