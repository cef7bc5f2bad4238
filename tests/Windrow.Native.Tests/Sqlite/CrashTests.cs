using Windrow.Native.Sqlite;
using Windrow.Testing.Faults;
using Windrow.Testing.IO;
using Windrow.Testing.Sqlite;

namespace Windrow.Native.Tests.Sqlite;

public sealed class CrashTests : IDisposable
{
    private readonly TemporaryDatabase _files = new();

    public void Dispose() => _files.Dispose();

    [Theory]
    [InlineData(FaultManner.IoError)]
    [InlineData(FaultManner.DiskFull)]
    [InlineData(FaultManner.ShortWrite)]
    [InlineData(FaultManner.LostOperation)]
    [InlineData(FaultManner.Kill)]
    [InlineData(FaultManner.TornWrite)]
    [InlineData(FaultManner.PowerCut)]
    [InlineData(FaultManner.PowerCutInAnyOrder)]
    public void Committed_transactions_and_no_others_survive_a_fault_at_any_operation(FaultManner manner)
    {
        var runs = 0;
        for (var at = 1L; ; runs++)
        {
            var path = _files.PathOf($"{manner}-{at}.db");
            var plan = new FaultPlan(at, manner, seed: (int)at);
            var workload = new CrashWorkload(path);
            workload.Run(plan);
            workload.Verify(plan.ToString());
            foreach (var file in Directory.GetFiles(Path.GetDirectoryName(path)!))
                File.Delete(file);
            if (plan.Struck is not { } struck)
                break;
            at = struck.Number + 1;
        }

        TestContext.Current.TestOutputHelper?.WriteLine($"{manner}: {runs} faults");
        runs.ShouldBeGreaterThan(manner == FaultManner.LostOperation ? 1 : 30);
    }

    [Fact]
    public void Full_disk_fails_transactions_until_there_is_space()
    {
        var plan = new FaultPlan(120, FaultManner.DiskFull) { Times = 5 };
        var workload = new CrashWorkload(_files.File);
        workload.Run(plan);
        plan.Struck.ShouldNotBeNull();
        workload.Verify(plan.ToString());
    }

    [Fact]
    public void Every_operation_can_fail_and_be_classified()
    {
        var seen = new SortedSet<string>(StringComparer.Ordinal);
        for (var at = 1L; ; at++)
        {
            var plan = new FaultPlan(at, FaultManner.IoError);
            using var vfs = new FaultyVfs(plan);
            try
            {
                using var database = SqliteDatabase.Open(_files.PathOf($"{at}.db"), new SqliteOpenOptions { Vfs = vfs.Name });
                database.Execute("PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; CREATE TABLE t (v)"u8);
                database.Execute("INSERT INTO t VALUES (zeroblob(10000))"u8);
                database.CheckpointWal(SqliteCheckpointMode.Truncate);
            }
            catch (SqliteException failure)
            {
                failure.Class.ShouldBeOneOf([SqliteErrorClass.Io, SqliteErrorClass.CannotOpen], plan.ToString());
                failure.SystemError.ShouldBeOneOf([0, 5], plan.ToString()); // 0 in a commit: SQLite does not ask there
                seen.Add($"{plan.Struck!.Value.Kind} {failure.FailedIo}");
            }

            if (plan.Struck is null)
                break;
        }

        seen.ShouldBe([
            "Delete Delete", "Inspect Inspect", "Lock Lock", "Open None", "Read Read",
            "SharedMemory SharedMemory", "Sync Sync", "Truncate Truncate", "Write Write",
        ]);
    }

    [Fact]
    public void Backup_that_fails_leaves_the_database_as_it_was()
    {
        for (var at = 3L; ; at++) // opening the database itself takes two
        {
            var plan = new FaultPlan(at, FaultManner.IoError);
            using var vfs = new FaultyVfs(plan);
            using (var database = _files.Create("v"))
                database.Execute("INSERT INTO t VALUES (zeroblob(20000))"u8);
            using (var database = SqliteDatabase.Open(_files.File, new SqliteOpenOptions { Vfs = vfs.Name }))
            {
                var isDone = false;
                try
                {
                    database.BackUpTo(_files.PathOf("copy.db"), pagesPerStep: 2, TestContext.Current.CancellationToken);
                    isDone = true;
                }
                catch (SqliteException failure)
                {
                    failure.Class.ShouldBeOneOf([SqliteErrorClass.Io, SqliteErrorClass.CannotOpen], plan.ToString());
                }

                database.IsInTransaction.ShouldBeFalse(plan.ToString());
                using var copy = SqliteDatabase.Open(_files.PathOf("copy.db"));
                if (isDone)
                    copy.Number("SELECT length(v) FROM t").ShouldBe(20000, plan.ToString());
            }

            using (var database = _files.Open())
                database.Number("SELECT sum(length(v)) FROM t").ShouldBe(20000, plan.ToString());
            foreach (var file in Directory.GetFiles(Path.GetDirectoryName(_files.File)!))
                File.Delete(file);
            if (plan.Struck is null)
                break;
        }
    }

    [Fact]
    public void Operations_of_files_and_databases_are_counted_together()
    {
        var plan = FaultPlan.Never;
        using var vfs = new FaultyVfs(plan);
        var files = new FaultyFileSystem(plan);
        using (var database = SqliteDatabase.Open(_files.File, new SqliteOpenOptions { Vfs = vfs.Name }))
            database.Execute("CREATE TABLE t (v)"u8);
        var counted = plan.Operations;
        counted.ShouldBeGreaterThan(10);
        files.OpenWrite(_files.PathOf("product")).Dispose();
        plan.Operations.ShouldBe(counted + 1);
    }

    [Fact]
    public void Power_cut_takes_back_what_was_not_synced()
    {
        // Without syncs a commit is told and lost: the tests above would find out a store that forgets them.
        var plan = FaultPlan.Never;
        long told;
        using (var vfs = new FaultyVfs(plan))
        {
            using var counted = SqliteDatabase.Open(_files.PathOf("counted.db"), new SqliteOpenOptions { Vfs = vfs.Name });
            Fill(counted);
            told = plan.Operations;
        }

        var cut = new FaultPlan(told + 1, FaultManner.PowerCut);
        using (var vfs = new FaultyVfs(cut))
        {
            using var database = SqliteDatabase.Open(_files.File, new SqliteOpenOptions { Vfs = vfs.Name });
            Fill(database);
            Should.Throw<SqliteException>(() => database.Execute("INSERT INTO t VALUES (2)"));
        }

        cut.IsDown.ShouldBeTrue();
        using var reopened = _files.Open();
        reopened.Word("PRAGMA integrity_check").ShouldBe("ok");
        reopened.Number("SELECT count(*) FROM t").ShouldBe(0);

        static void Fill(SqliteDatabase database)
        {
            database.Execute("PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; CREATE TABLE t (v)"u8);
            database.CheckpointWal(SqliteCheckpointMode.Truncate);
            database.Execute("PRAGMA synchronous=NORMAL; INSERT INTO t VALUES (1)"u8);
        }
    }
}
