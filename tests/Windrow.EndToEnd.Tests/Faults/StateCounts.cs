using Windrow.Core.Binary;
using Windrow.Native.Sqlite;

namespace Windrow.EndToEnd.Tests.Faults;

/// <summary>What a state directory holds that a process has left in the midst of its work.</summary>
/// <param name="Queued">Messages in durable queues.</param>
/// <param name="Unsettled">Messages that sources had accepted and that are not settled, as far as the state tells.</param>
/// <param name="Products">Entries of the ledger.</param>
/// <param name="Windows">Pieces of the state of folds.</param>
internal sealed record StateCounts(long Queued, long Unsettled, long Products, long Windows)
{
    public static readonly StateCounts None = new(0, 0, 0, 0);

    /// <param name="scratch">Where a copy is made, so that it is the next start that recovers the database, and not this look.</param>
    public static StateCounts Of(string directory, string scratch)
    {
        Directory.CreateDirectory(scratch);
        try
        {
            foreach (var name in new[] { "state.db", "state.db-wal" })
            {
                if (File.Exists(Path.Combine(directory, name)))
                    File.Copy(Path.Combine(directory, name), Path.Combine(scratch, name));
            }

            return Count(Path.Combine(scratch, "state.db"));
        }
        finally
        {
            Directory.Delete(scratch, recursive: true);
        }
    }

    private static StateCounts Count(string path)
    {
        if (!File.Exists(path))
            return None;
        using var database = SqliteDatabase.Open(path);
        if (Number(database, "SELECT count(*) FROM sqlite_schema WHERE name = 'product'") == 0)
            return None;
        var unsettled = 0L;
        using var positions = database.Prepare("SELECT value FROM item WHERE scope LIKE 'source/%'");
        while (positions.Step())
            unsettled += Open(positions.Blob(0));
        return new StateCounts(Number(database, "SELECT count(*) FROM queued"), unsettled, Number(database, "SELECT count(*) FROM product"), Number(database, "SELECT count(*) FROM item WHERE scope LIKE 'fold/%'"));
    }

    private static long Number(SqliteDatabase database, string sql)
    {
        using var statement = database.Prepare(sql);
        statement.Step();
        return statement.Int64(0);
    }

    // As SourceJournal writes it: version, highest offset, and the offsets below it that are not settled.
    private static long Open(ReadOnlySpan<byte> progress)
    {
        var reader = new ByteReader(progress);
        reader.UInt64();
        reader.Int64();
        return reader.Count();
    }
}
