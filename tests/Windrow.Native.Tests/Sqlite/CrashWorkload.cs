using Windrow.Native.Sqlite;
using Windrow.Testing.Faults;
using Windrow.Testing.Sqlite;

namespace Windrow.Native.Tests.Sqlite;

/// <summary>
/// Some transactions that insert, delete and checkpoint, beside a reader, each of which writes its number into three places, and what
/// SQLite told of them.
/// </summary>
internal sealed class CrashWorkload(string path)
{
    private const int Transactions = 8;
    private const int CheckpointAt = 5;
    private readonly byte[] _body = new byte[6000]; // more than a page
    private readonly SortedSet<long> _committed = [];
    private readonly SortedSet<long> _uncertain = [];

    public void Run(FaultPlan plan)
    {
        using var vfs = new FaultyVfs(plan);
        try
        {
            using var database = SqliteDatabase.Open(path, new SqliteOpenOptions { Vfs = vfs.Name, BusyTimeout = TimeSpan.Zero });
            database.Execute("PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA wal_autocheckpoint=12"u8);
            database.Execute("CREATE TABLE IF NOT EXISTS part (tx INTEGER, body BLOB); CREATE TABLE IF NOT EXISTS latest (tx INTEGER)"u8);
            for (var tx = 1; tx < CheckpointAt; tx++)
                Transact(database, tx);
            using (var reader = SqliteDatabase.Open(path, new SqliteOpenOptions { Vfs = vfs.Name, Mode = SqliteOpenMode.ReadOnly, BusyTimeout = TimeSpan.Zero }))
                ReadWhileWriting(reader, database);
            for (var tx = CheckpointAt + 2; tx <= Transactions; tx++)
                Transact(database, tx);
        }
        catch (SqliteException)
        {
            // Setting up failed; what counts is what the file says.
        }
    }

    public void Verify(string when)
    {
        using var database = SqliteDatabase.Open(path);
        database.Execute("PRAGMA synchronous=OFF"u8);
        database.Word("PRAGMA integrity_check").ShouldBe("ok", when);
        if (database.Number("SELECT count(*) FROM sqlite_schema") < 2)
        {
            _committed.ShouldBeEmpty(when);
            return;
        }

        for (var tx = 1; tx <= Transactions; tx++)
        {
            var parts = database.Number($"SELECT count(*) FROM part WHERE tx = {tx}");
            if (_committed.Contains(tx))
                parts.ShouldBe(3, $"{when}: transaction {tx} was committed");
            else if (_uncertain.Contains(tx))
                parts.ShouldBeOneOf([0, 3], $"{when}: transaction {tx} may be there, but whole");
            else
                parts.ShouldBe(0, $"{when}: transaction {tx} was not committed");
        }

        database.Number("SELECT count(*) FROM part").ShouldBe(3 * database.Number("SELECT count(DISTINCT tx) FROM part"), when);
        database.Number("SELECT coalesce(max(tx), 0) FROM part").ShouldBe(database.Number("SELECT coalesce(max(tx), 0) FROM latest"), when);
        database.Number("SELECT count(*) FROM latest").ShouldBeLessThanOrEqualTo(1, when);
        // It can be written to again.
        database.Execute("CREATE TABLE after (v); INSERT INTO after VALUES (1)"u8);
    }

    /// <summary>A snapshot stands in the way of the first checkpoint, and not of the second.</summary>
    private void ReadWhileWriting(SqliteDatabase reader, SqliteDatabase writer)
    {
        try
        {
            reader.Execute("BEGIN; SELECT count(*) FROM part"u8);
        }
        catch (SqliteException)
        {
            // What the reader cannot read is no matter here.
        }

        Transact(writer, CheckpointAt);
        RollBack(reader);
        Transact(writer, CheckpointAt + 1);
    }

    private void Transact(SqliteDatabase database, long tx)
    {
        var commits = false;
        try
        {
            database.Execute("BEGIN IMMEDIATE"u8);
            using (var insert = database.Prepare("INSERT INTO part VALUES (?, ?)"))
            {
                insert.Bind(1, tx);
                for (var part = 0; part < 3; part++)
                {
                    insert.Bind(2, _body.AsSpan(0, part * 3000));
                    insert.Run();
                }
            }

            database.Execute("DELETE FROM latest"u8);
            database.Execute($"INSERT INTO latest VALUES ({tx})");
            commits = true;
            database.Execute("COMMIT"u8);
            _committed.Add(tx);
            if (tx is CheckpointAt or CheckpointAt + 1)
                database.CheckpointWal(SqliteCheckpointMode.Truncate);
        }
        catch (SqliteException)
        {
            if (commits && !_committed.Contains(tx))
                _uncertain.Add(tx);
            RollBack(database);
        }
    }

    private static void RollBack(SqliteDatabase database)
    {
        try
        {
            if (database.IsInTransaction)
                database.Execute("ROLLBACK"u8);
        }
        catch (SqliteException)
        {
            // A disk that is gone; closing rolls back, as the next opening does.
        }
    }
}
